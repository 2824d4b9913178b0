"""Rulings and replays for programs. Nothing is kept."""

from __future__ import annotations

import json
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from evenhand.base.language import language
from evenhand.base.schemas import WRITE_REFUSALS
from evenhand.core.ruling.plain import as_json
from evenhand.core.types import Language
from evenhand.disputes.offers import read_offer
from evenhand.disputes.replaying import replay_record
from evenhand.disputes.trial import try_dossier
from evenhand.people.callers import Callers, caller
from evenhand.people.permissions import EVERYBODY

router = Router(tags=["disputes"])


class RulingAsked(Schema):
    """A dossier to rule; as data, or as the text of a YAML or JSON file."""

    policy: Annotated[str, Field(max_length=120)]
    """`shipped:showroom`, or the name alone."""
    version: Annotated[str, Field(max_length=120)] | None = None
    dossier: dict[str, Any] | str
    lang: Language | None = None
    flips: bool = True


class RulingTold(Schema):
    """A ruling: docs/reference/cli.md, `evenhand rule --format json`."""

    format: str
    policy: dict[str, str]
    governing_date: str | None
    language: str
    claimants: list[dict[str, str]]
    outcome: dict[str, Any]
    steps: list[dict[str, Any]]
    struck: list[dict[str, Any]]
    facts: dict[str, Any]
    conduct: list[dict[str, Any]]
    stake: dict[str, Any]
    agreed: dict[str, Any] | None
    remedies: list[dict[str, Any]]
    articles: dict[str, str]
    strangers: list[str]
    flips: dict[str, Any] | None = None


class ReplayAsked(Schema):
    """The text of a ruling record, as it was written."""

    record: str


class DifferenceTold(Schema):
    """A part of a record that comes out otherwise; both values as JSON."""

    path: str
    recorded: str
    recomputed: str


class ReplayTold(Schema):
    """What came of a replay."""

    identical: bool
    outcome_differs: bool
    same_policy: bool
    policy: str
    version: str
    record_sha256: str
    policy_sha256: str
    differences: list[DifferenceTold]


@router.post(
    "/rulings",
    auth=Callers(EVERYBODY),
    response={200: RulingTold, **WRITE_REFUSALS},
    operation_id="disputes_rule_dossier",
)
def rule_dossier(request: HttpRequest, asked: RulingAsked) -> RulingTold:
    """Rule a dossier under a policy, and say why and what would have changed it."""
    read = read_offer(caller(request), asked.policy)
    text = (
        asked.dossier
        if isinstance(asked.dossier, str)
        else json.dumps(asked.dossier, ensure_ascii=False)
    )
    trial = try_dossier(read.policy, text, version_id=asked.version, search=asked.flips)
    lang = (asked.lang or language()).value
    return RulingTold(**as_json(trial.ruling, lang, trial.flips))  # type: ignore[arg-type]  # checked by pydantic


@router.post(
    "/replays",
    auth=Callers(EVERYBODY),
    response={200: ReplayTold, **WRITE_REFUSALS},
    operation_id="disputes_replay_record",
)
def replay(request: HttpRequest, asked: ReplayAsked) -> ReplayTold:
    """Rule again what a ruling record was ruled on, and compare."""
    replayed = replay_record(asked.record.encode(), caller(request))
    return ReplayTold(
        identical=replayed.is_identical,
        outcome_differs=replayed.outcome_differs,
        same_policy=replayed.same_policy,
        policy=replayed.policy,
        version=replayed.version,
        record_sha256=replayed.record_sha256,
        policy_sha256=replayed.policy_sha256,
        differences=[
            DifferenceTold(path=one.path, recorded=one.recorded, recomputed=one.recomputed)
            for one in replayed.differences
        ],
    )
