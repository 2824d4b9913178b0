"""Policies."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from evenhand.people.models import User
from evenhand.policies.actions import adopt_policy, propose_adoption, take_in_policy
from evenhand.policies.models import Adoption, PolicyText
from tests.cast import Cast
from tests.matrix.rows import ALL, WIDE, Row, at
from tests.policies.texts import FAILING, OTHER, SMALL

WRITER = frozenset({"sales_operations"})
DECIDER = frozenset({"general_manager"})
THEIRS = {"own": ALL, "other": WIDE}
"""Decided for the outlet of whoever asks; for another one."""


def _text(cast: Cast, text: str = SMALL) -> PolicyText:
    known = PolicyText.objects.filter(text=text).first()
    return known or take_in_policy(text, by=cast["sales_operations"])


def _decided(cast: Cast, whose: User) -> Adoption:
    """A text that is in force for whose thing it is: `there` for the other outlet's people."""
    post = whose.post
    assert post is not None
    text = _text(cast, OTHER if post.outlet == cast.there else SMALL)
    known = Adoption.objects.filter(text=text, outlet=post.outlet).first()
    if known is not None:
        return known
    by = cast["sales_operations"]
    proposal = propose_adoption(text, outlet=post.outlet, from_day=date(2021, 1, 1), by=by)
    return adopt_policy(proposal, by=cast["general_manager"], why="for the test")


def _waiting(cast: Cast, _whose: User) -> Adoption:
    text, day = _text(cast), timezone.localdate() + timedelta(days=900)
    known = Adoption.objects.proposed().filter(text=text).first()
    return known or propose_adoption(text, outlet=None, from_day=day, by=cast["sales_operations"])


def _of_text(path: str) -> Any:
    return lambda cast, whose: path.format(_decided(cast, whose).text.public_id)


def _of_adoption(path: str) -> Any:
    return lambda cast, whose: path.format(_decided(cast, whose).public_id)


def _of_waiting(path: str) -> Any:
    return lambda cast, whose: path.format(_waiting(cast, whose).public_id)


def _why(*_: object) -> dict[str, Any]:
    return {"why": "for the test"}


def _new(cast: Cast, _whose: User) -> dict[str, Any]:
    return {"text": FAILING}


def _proposal(cast: Cast, _whose: User) -> dict[str, Any]:
    return {"text": _text(cast).public_id, "from_day": "2031-01-01", "why": ""}


def _pair(cast: Cast, whose: User) -> dict[str, Any]:
    public_id = _decided(cast, whose).text.public_id
    return {"old": public_id, "new": public_id}


def _prepare(cast: Cast, whose: User) -> None:
    _decided(cast, whose)


def _prepare_waiting(cast: Cast, whose: User) -> None:
    _waiting(cast, whose)


def _prepare_text(cast: Cast, _whose: User) -> None:
    _text(cast)


TEXTS, ADOPTIONS = "/policy/texts", "/policy/adoptions"
API = "/api/v1"

ROWS = (
    Row("policy", ALL, at("/policy/"), prepare=_prepare),
    Row("policy_texts", ALL, at(f"{TEXTS}/"), prepare=_prepare),
    Row("new_policy_text", WRITER, at(f"{TEXTS}/new")),
    Row("new_policy_text", WRITER, at(f"{TEXTS}/new"), method="post", body=_new),
    Row("policy_text", THEIRS, _of_text(f"{TEXTS}/{{}}/"), prepare=_prepare),
    Row("policy_examples", THEIRS, _of_text(f"{TEXTS}/{{}}/examples"), prepare=_prepare),
    Row("policy_remarks", THEIRS, _of_text(f"{TEXTS}/{{}}/remarks"), prepare=_prepare),
    Row("policy_file", THEIRS, _of_text(f"{TEXTS}/{{}}/policy.yaml"), prepare=_prepare),
    Row("policy_comparison", THEIRS, at("/policy/comparison"), body=_pair, prepare=_prepare),
    Row("new_adoption", WRITER, _of_text(f"{TEXTS}/{{}}/adoption"), prepare=_prepare),
    Row(
        "new_adoption",
        WRITER,
        _of_text(f"{TEXTS}/{{}}/adoption"),
        method="post",
        body=lambda *_: {"from_day": "2031-01-01"},
        prepare=_prepare,
    ),
    Row("adoptions", ALL, at(f"{ADOPTIONS}/"), prepare=_prepare),
    Row("adoption", THEIRS, _of_adoption(f"{ADOPTIONS}/{{}}/"), prepare=_prepare),
    Row(
        "adopt_policy",
        DECIDER,
        _of_waiting(f"{ADOPTIONS}/{{}}/adopted"),
        method="post",
        body=_why,
        prepare=_prepare_waiting,
    ),
    Row(
        "reject_adoption",
        DECIDER,
        _of_waiting(f"{ADOPTIONS}/{{}}/rejected"),
        method="post",
        body=_why,
        prepare=_prepare_waiting,
    ),
    Row(
        "withdraw_adoption",
        WRITER | DECIDER,
        _of_waiting(f"{ADOPTIONS}/{{}}/withdrawn"),
        method="post",
        body=_why,
        prepare=_prepare_waiting,
    ),
    Row("policies_list_texts", ALL, at(f"{API}/policy-texts"), prepare=_prepare),
    Row("policies_take_in_text", WRITER, at(f"{API}/policy-texts"), method="post", body=_new),
    Row("policies_read_text", THEIRS, _of_text(f"{API}/policy-texts/{{}}"), prepare=_prepare),
    Row(
        "policies_list_examples",
        THEIRS,
        _of_text(f"{API}/policy-texts/{{}}/examples"),
        prepare=_prepare,
    ),
    Row(
        "policies_list_remarks",
        THEIRS,
        _of_text(f"{API}/policy-texts/{{}}/remarks"),
        prepare=_prepare,
    ),
    Row(
        "policies_compare_texts",
        THEIRS,
        lambda cast, whose: "{0}/policy-texts/{1}/differences/{1}".format(
            API, _decided(cast, whose).text.public_id
        ),
        prepare=_prepare,
    ),
    Row(
        "policies_read_in_force",
        THEIRS,
        lambda _cast, whose: f"{API}/policies/in-force?outlet={whose.post.outlet.public_id}",  # type: ignore[union-attr]  # everybody has one
        prepare=_prepare,
    ),
    Row("policies_list_offers", ALL, at(f"{API}/policies/offers"), prepare=_prepare),
    Row("policies_list_adoptions", ALL, at(f"{API}/policies/adoptions"), prepare=_prepare),
    Row(
        "policies_propose_adoption",
        WRITER,
        at(f"{API}/policies/adoptions"),
        method="post",
        body=_proposal,
        prepare=_prepare_text,
    ),
    Row(
        "policies_adopt",
        DECIDER,
        _of_waiting(f"{API}/policies/adoptions/{{}}/adopted"),
        method="post",
        body=_why,
        prepare=_prepare_waiting,
    ),
    Row(
        "policies_reject_adoption",
        DECIDER,
        _of_waiting(f"{API}/policies/adoptions/{{}}/rejected"),
        method="post",
        body=_why,
        prepare=_prepare_waiting,
    ),
    Row(
        "policies_withdraw_adoption",
        WRITER | DECIDER,
        _of_waiting(f"{API}/policies/adoptions/{{}}/withdrawn"),
        method="post",
        body=_why,
        prepare=_prepare_waiting,
    ),
)
