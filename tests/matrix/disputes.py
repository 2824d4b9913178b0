"""Ruling a dossier: whoever has signed in may try one; nothing is kept."""

from pathlib import Path
from typing import Any

from evenhand.disputes.samples import DEMONSTRATION
from tests.matrix.rows import ALL, Row, at

LAPSE = (DEMONSTRATION / "1-lapse.yaml").read_text(encoding="utf-8")
RECORD = Path("tests/core/ruling/records/1-lapse.json").read_text(encoding="utf-8")
DOSSIER = {"policy": "showroom", "way": "text", "text": LAPSE}


def _given(**body: Any) -> Any:
    return lambda *_: body


ROWS = (
    Row("rule", ALL, at("/rule/")),
    Row("rule", ALL, at("/rule/"), method="post", body=_given(**DOSSIER, do="rule")),
    Row("ruling_paper", ALL, at("/rule/paper"), method="post", body=_given(**DOSSIER)),
    Row("ruling_record", ALL, at("/rule/record"), method="post", body=_given(**DOSSIER)),
    Row("ruling_text", ALL, at("/rule/text"), method="post", body=_given(**DOSSIER)),
    Row("replay", ALL, at("/replay/")),
    Row(
        "disputes_rule_dossier",
        ALL,
        at("/api/v1/rulings"),
        method="post",
        body=_given(policy="showroom", dossier=LAPSE),
    ),
    Row(
        "disputes_replay_record",
        ALL,
        at("/api/v1/replays"),
        method="post",
        body=_given(record=RECORD),
    ),
)
