"""Questions to a look-up: what somebody types of a customer, and which customer it is, or none."""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import cycle, islice
from typing import Any

from benchmarks.of_identity.made import asked, family_of
from benchmarks.of_identity.population import Population
from benchmarks.of_identity.record import Made

Known = tuple[str, Made, str]
"""Record id, record, entity."""
MORE = ("phone", "email", "tax_code", "city", "address")
GROUPS = tuple(
    (language, kind) for language in ("zh", "vi", "en") for kind in ("person", "company")
)
_TRIES = 200


@dataclass(frozen=True, slots=True)
class Question:
    """What is typed, how it was changed, and whom it means; nobody in the base is empty."""

    kind_of_change: str
    language: str
    kind: str
    target_entity: str
    typed: Made


def fold(name: str) -> str:
    """Compatible characters, small letters, no marks, no spaces."""
    apart = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", name).lower())
    return "".join(one for one in apart if not unicodedata.combining(one) and not one.isspace())


def questions(base: Sequence[Known], n: int, seed: int, family: str = "near") -> list[Question]:
    """Three fifths by name alone, one by name and one more field, one of customers not in the base.

    Name alone: in turn every change of a name × language × kind to which it applies; the folded
    name of the target is borne by no other entity of the base.
    """
    chance, changes = random.Random(f"{seed}:questions"), family_of(family)
    of_name, absent = n * 3 // 5, n // 5
    return [
        *islice(_by_name(base, changes, chance), of_name),
        *islice(_by_more(base, changes, chance), n - of_name - absent),
        *islice(_absent(base, changes, chance, seed), absent),
    ]


def _by_name(base: Sequence[Known], changes: Any, chance: random.Random) -> Iterator[Question]:
    alone = _grouped(_with_a_name_of_their_own(base))
    cells = [(change, *group) for change in changes.NAME_KINDS for group in GROUPS]
    barren: set[tuple[str, str, str]] = set()
    for cell in cycle(cells):
        change, group = cell[0], (cell[1], cell[2])
        if len(barren) == len(cells):
            return
        if cell in barren:
            continue
        for _ in range(_TRIES if alone[group] else 0):
            _, made, entity = chance.choice(alone[group])
            name = changes.NAME_KINDS[change](made, chance)
            if name:
                yield _asking(change, made, entity, name=name)
                break
        else:
            barren.add(cell)


def _with_a_name_of_their_own(base: Sequence[Known]) -> list[Known]:
    bearers: dict[str, set[str]] = defaultdict(set)
    folded = [fold(made.name) for _, made, _ in base]
    for name, (_, _, entity) in zip(folded, base, strict=True):
        bearers[name].add(entity)
    return [known for name, known in zip(folded, base, strict=True) if len(bearers[name]) == 1]


def _grouped(base: Sequence[Known]) -> dict[tuple[str, str], list[Known]]:
    groups: dict[tuple[str, str], list[Known]] = defaultdict(list)
    for known in base:
        groups[known[1].language, known[1].kind].append(known)
    return groups


def _by_more(base: Sequence[Known], changes: Any, chance: random.Random) -> Iterator[Question]:
    groups, empty = _grouped(base), 0
    for field, group in cycle([(field, group) for field in MORE for group in GROUPS]):
        for _ in range(_TRIES if groups[group] else 0):
            _, made, entity = chance.choice(groups[group])
            typed = changes.corrupt(made, chance)
            if getattr(typed, field):
                yield _asking(f"with_{field}", typed, entity, **{field: getattr(typed, field)})
                empty = 0
                break
        else:
            empty += 1
            if empty == len(MORE) * len(GROUPS):
                return


def _absent(
    base: Sequence[Known], changes: Any, chance: random.Random, seed: int
) -> Iterator[Question]:
    """New customers of the same population; now and then with a number that another had before."""
    for entity in Population(random.Random(f"{seed}:absent"), "absent").entities():
        typed = changes.corrupt(asked(entity.made, chance), chance)
        if typed.phone and chance.random() < 0.01:
            typed = replace(typed, phone=chance.choice(base)[1].phone or typed.phone)
        there = [field for field in MORE if getattr(typed, field)]
        if there:
            field = chance.choice(there)
            yield _asking(f"absent_{field}", typed, "", **{field: getattr(typed, field)})


def _asking(change: str, made: Made, entity: str, *, name: str = "", **more: str) -> Question:
    empty = {"phone": "", "email": "", "tax_code": "", "address": "", "city": ""}
    typed = Made(made.language, made.kind, name or made.name, **(empty | more))
    return Question(change, made.language, made.kind, entity, typed)
