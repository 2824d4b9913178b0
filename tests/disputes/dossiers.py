"""Dossiers of whatever kind, in the terms of a policy."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from evenhand.core.policy.versions import Version
from evenhand.core.types import FactSpec, Type
from evenhand.disputes.filled import asked, entry_fields

NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Cn", "Co")),
    min_size=1,
    max_size=12,
).filter(lambda name: name.strip() == name and name not in ("unknown", "?"))
DAYS = st.dates(min_value=date(2025, 2, 1), max_value=date(2025, 3, 20))


def values(spec: FactSpec) -> st.SearchStrategy[Any]:
    """What may be stated of a fact."""
    match spec.type:
        case Type.BOOL:
            return st.sampled_from([True, False, "unknown"])
        case Type.TEXT:
            return st.sampled_from([*spec.values, "unknown"])
        case Type.DATE:
            return DAYS.map(str)
        case Type.INSTANT:
            return DAYS.map(lambda day: f"{day}T10:00")
        case Type.DAYS:
            return st.integers(0, 40).map(lambda n: f"{n}d")
        case Type.WORKDAYS:
            return st.integers(0, 40).map(lambda n: f"{n}bd")
        case Type.ELAPSED:
            return st.integers(0, 90).map(lambda n: f"{n}h")
    return st.integers(0, 20)


@st.composite
def dossiers(draw: st.DrawFn, version: Version) -> dict[str, Any]:
    """A dossier that is read without complaint, most of the time."""
    ids = [f"p{n}" for n in range(draw(st.integers(1, 4)))]
    specs = {
        scope: [one for one in asked(version) if one.scope == scope] for scope in ("me", "deal")
    }
    claimants = {}
    for id_ in ids:
        chosen = draw(
            st.lists(st.sampled_from(specs["me"]), max_size=4, unique_by=lambda s: s.path)
        )
        claimants[id_] = {"label": draw(NAMES), **{one.name: draw(values(one)) for one in chosen}}
    own = entry_fields(version)
    entries = []
    for number in range(draw(st.integers(0, 8))):
        day = draw(DAYS)
        late = draw(st.integers(0, 3))
        entry: dict[str, Any] = {
            "id": f"e{number}",
            "who": draw(st.sampled_from([*ids, "stranger"])),
            "kind": draw(st.sampled_from([k for k in version.kinds if k != "correction"])),
            "at": f"{day}T{draw(st.integers(8, 18)):02}:00",
        }
        if late:
            entry["recorded"] = f"{day}T19:30" if late == 1 else "unknown"
        states = draw(st.booleans())
        if own and states:
            spec = draw(st.sampled_from(own))
            entry[spec.name] = draw(values(spec))
        entries.append(entry)
    return {"claimants": claimants, "dispute": {"as_of": "2025-03-25"}, "entries": entries}
