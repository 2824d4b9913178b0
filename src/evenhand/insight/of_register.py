"""Rules every contested customer of the register: what it says is written down, and then ruled.

What was read stays in the folder of the run, so that the same command goes on with the same
entries, and the run can be repeated without the database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq
import yaml
from django.utils import timezone

from evenhand.base.durable import whole_file, write_text
from evenhand.base.lock import sole_writer
from evenhand.core.errors import RunRefused
from evenhand.core.register.leaf import instant_text
from evenhand.core.said import said
from evenhand.customers.models import Customer
from evenhand.disputes.contested import contested
from evenhand.disputes.drawn import Drawn, Noted
from evenhand.disputes.from_register import draw_up_all
from evenhand.insight.folder import REGISTER, refuse_foreign
from evenhand.insight.manifest import read_manifest
from evenhand.insight.rulings import Finished, Progress, Request, rule_contacts
from evenhand.people.models import Outlet

CONTACTS, MAPPING = "entries.parquet", "mapping.yaml"
FIELDS: Final = ("grade", "rank", "reached", "asked", "complete")
COLUMNS: Final = {
    "customer": "customer",
    "who": "who",
    "at": "at",
    "activity": "kind",
    "recorded": "recorded",
    "sequence": "number",
    "on_behalf_of": "on_behalf_of",
    "zone": "zone",
    "altered": "altered",
    **{name: name for name in FIELDS},
}
FACTS: Final = {
    "me.outlet_tier": "outlet_tier",
    "deal.outlet_tier": "closing_tier",
    "dispute.as_of": "as_of",
}
_SHAPE = pa.schema([(name, pa.string()) for name in (*COLUMNS.values(), *FACTS.values())])


def rule_register(request: Request, progress: Progress) -> Finished:
    """Rule the contested customers of the register into a folder, as `rule_contacts` does.

    `contacts` and `mapping` of the request are made here. Raises RunRefused where nothing is
    contested, or the folder holds another run; and what `rule_contacts` raises.
    """
    progress.stage("reading")
    folder = request.out / REGISTER
    request.out.mkdir(parents=True, exist_ok=True)
    with sole_writer(request.out):
        if request.restart or not (folder / MAPPING).exists():
            _refuse_other_run(request)
            _write(folder, timezone.now())
    return rule_contacts(
        replace(request, contacts=folder / CONTACTS, mapping=folder / MAPPING), progress
    )


def _refuse_other_run(request: Request) -> None:
    if read_manifest(request.out) is None:
        refuse_foreign(request.out)
    elif not request.restart:
        raise RunRefused(
            said(
                "{folder} holds a run that is none of the register: name another --out, or say "
                "--restart to replace it",
                folder=request.out,
            )
        )


def _write(folder: Path, now: datetime) -> None:
    """The entries and what their columns mean; the latter last, so that both stand or neither."""
    rows = [row for drawn in _drawn(now) for row in _rows(drawn)]
    if not rows:
        raise RunRefused(said("no customer of the register was worked by two people"))
    folder.mkdir(exist_ok=True)
    (folder / MAPPING).unlink(missing_ok=True)
    with whole_file(folder / CONTACTS) as draft:
        rows.sort(key=lambda row: int(row["number"]))
        pq.write_table(pa.Table.from_pylist(rows, schema=_SHAPE), draft, compression="zstd")
    told = {
        "title": now.strftime("%Y-%m-%d %H:%M UTC"),
        "columns": COLUMNS,
        "fact_columns": FACTS,
    }
    write_text(folder / MAPPING, yaml.safe_dump(told, sort_keys=False))


def _drawn(now: datetime) -> Iterator[Drawn]:
    listed = contested().values("customer")
    customers = Customer.objects.filter(public_id__in=listed).select_related("outlet")
    found = draw_up_all(customers, now, count_erased=False)
    return (drawn for drawn in found if drawn.is_contested)


def _rows(drawn: Drawn) -> Iterator[dict[str, str]]:
    parties = drawn.parties
    tiers = {party: _unless_main(drawn.tier_of(party)) for party in parties}
    shared = {
        "customer": drawn.customer,
        "zone": drawn.zone.key,
        "closing_tier": _unless_main(drawn.closing_tier),
        "as_of": drawn.as_of.isoformat(),
    }
    altered = drawn.altered
    for one in drawn.entries:
        yield {
            **shared,
            **_row(one),
            "altered": "true" if one.number in altered else "",
            "outlet_tier": tiers.get(one.claimant, ""),
        }


def _row(one: Noted) -> dict[str, str]:
    return {
        "number": str(one.number),
        "who": one.who,
        "kind": one.kind,
        "at": instant_text(one.occurred),
        "recorded": instant_text(one.recorded),
        "on_behalf_of": one.behalf,
        **{name: _word(one.fields.get(name)) for name in FIELDS},
    }


def _word(value: Any) -> str:  # noqa: ANN401 - whatever an entry may hold
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _unless_main(tier: str) -> str:
    """A dossier does not say it of a main store either: it is what is assumed."""
    return "" if tier == Outlet.Tier.main else str(tier)
