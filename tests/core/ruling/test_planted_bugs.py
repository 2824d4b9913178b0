"""The comparison with the interpreter has teeth: bugs planted one by one are all found.

Each is a fragment of the source and what it is replaced by. If the source has changed so that a
fragment is not there any more, plant the same mistake in the new text.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

import evenhand.core.ruling
from tests.core.ruling.agreement import Mismatch, Product, Sample, check, sample
from tests.core.ruling.coverage import Coverage

PACKAGE = "evenhand.core.ruling"
FOLDER = Path(evenhand.core.ruling.__file__).parent
SHARED = {f"{PACKAGE}.cases", f"{PACKAGE}.facts"}
"""Modules that both sides keep using: the values that are handed over."""

BUGS: dict[str, tuple[str, str, str]] = {
    "bar: an unknown bars": (
        "narrowing.py",
        "here & (result != TRUE), unknown, result, unknown",
        "here & (result == FALSE), unknown, result, unknown",
    ),
    "keep: an unknown leaves": (
        "narrowing.py",
        "(result != FALSE) | ~anybody",
        "(result == TRUE) | ~anybody",
    ),
    "keep: runs where nobody is known true": (
        "narrowing.py",
        "here & ((result != FALSE) | ~anybody)",
        "here & (result != FALSE)",
    ),
    "prefer: absent does not rank last": (
        "narrowing.py",
        "beaten |= absent & somebody(known)",
        "pass",
    ),
    "prefer: the unknown are beaten": (
        "narrowing.py",
        "here & ~beaten",
        "here & ~beaten & ~(unknown if unknown is not None else beaten)",
    ),
    "prefer: a tie loses": (
        "narrowing.py",
        "outdone(value, value, known, best.before)",
        "outdone(value, value, known, best.level)",
    ),
    "prefer: the wrong end ranks first": (
        "narrowing.py",
        "known, best.before)",
        "known, lambda one, other: best.before(other, one))",
    ),
    "score: an uncertain total is beaten": (
        "narrowing.py",
        "here & ~outdone(high, low,",
        "here & ~outdone(low, low,",
    ),
    "score: a tie gives everybody the point": (
        "scoring.py",
        "outdone(value, value, known, best.level)",
        "outdone(value, value, known, best.before)",
    ),
    "score: a mark beyond its range counts": (
        "scoring.py",
        "np.minimum(np.maximum(wide(value), lowest), highest)",
        "value",
    ),
    "score: an unknown never costs points": (
        "scoring.py",
        "(sure, perhaps) if points > 0 else (perhaps, sure)",
        "(sure, perhaps) if points > 0 else (sure, sure)",
    ),
    "award: does not wait for the unknown": (
        "narrowing.py",
        "fires = somebody(takes) & ~unknown",
        "fires = somebody(takes)",
    ),
    "award: among everyone asks only who remains": (
        "narrowing.py",
        "_awarded(frame, frame.everybody,",
        "_awarded(frame, frame.remaining,",
    ),
    "award: at most means fewer than": (
        "evaluate.py",
        "(head_count(taken) > step.at_most)",
        "(head_count(taken) >= step.at_most)",
    ),
    "refer: also with one claimant left": (
        "evaluate.py",
        '("keep", "prefer", "score", "refer")',
        '("keep", "prefer", "score")',
    ),
    "when: an unknown lets the step run": (
        "evaluate.py",
        "applies = reached & (allowed == TRUE)",
        "applies = reached & (allowed != FALSE)",
    ),
    "when: an unknown is not told": (
        "evaluate.py",
        "unsure = unsure | (doubtful & self._acts(step, narrowed, reached))",
        "pass",
    ),
    "tie: the wrong ending": (
        "evaluate.py",
        "self._end(several, self.version.tie,",
        "self._end(several, self.version.if_none_remain,",
    ),
    "remaining: expressions still see everybody": (
        "evaluate.py",
        "self.frame.narrow(before)",
        "self.frame.narrow(self.present)",
    ),
    "decided by: every step that ran": (
        "evaluate.py",
        "self._decided(count < self.count, step.index)",
        "self._decided(applies, step.index)",
    ),
    "others: oneself is among them": ("frame.py", 'if over == "others":', 'if over == "nobody":'),
    "others: of two, the other is oneself": ("columns.py", "value[::-1], None", "value, None"),
    "others: all of nobody is false": (
        "logic.py",
        "np.maximum(body(frame), TRUE - frame.membership(node.over))",
        "np.minimum(body(frame), frame.membership(node.over))",
    ),
    "table: an unknown key is absent": (
        "logic.py",
        "row = np.where(state == KNOWN, row, state)",
        "row = np.minimum(state, row)",
    ),
    "absent: a sum with it is unknown": (
        "columns.py",
        "return a if b is None else np.minimum(a, b)",
        "return a if b is None else np.where(a == b, a, np.int8(UNKNOWN))",
    ),
    "unknown: a condition takes its first branch": (
        "logic.py",
        "np.maximum(np.minimum(c, a), np.minimum(TRUE - c, b))",
        "np.where(c == FALSE, b, a)",
    ),
    "working days: counted from the day itself": (
        "calendar.py",
        "up_to + by - 1",
        "up_to + by - 2",
    ),
    "strike: what is struck still counts": (
        "derive.py",
        "standing = register.struck < 0",
        "standing = register.struck < 99",
    ),
    "strike: what may be struck is certain": (
        "derive.py",
        "doubtful = register.doubtful >= 0",
        "doubtful = register.doubtful >= 99",
    ),
    "by: the stand-in's work is their own": (
        "derive.py",
        'entries.on_behalf_of if written.by == "own" else entries.made_by',
        "entries.made_by",
    ),
    "period: the deal before counts too": ("register.py", "(up_to & after,", "(up_to,"),
    "period: the closing itself does not count": (
        "register.py",
        "entries.sequence <= closing.place[which]",
        "entries.sequence < closing.place[which]",
    ),
    "window: until includes its day": (
        "selection.py",
        '"until": lambda: value < bound',
        '"until": lambda: value <= bound',
    ),
    "first: is the last": (
        "reducers.py",
        'slice(None, None, -1) if written.reduce == "first" else slice(None)',
        "slice(None)",
    ),
    "overdue: a shorter grade does not restart the clock": (
        "followups.py",
        "restart = np.maximum(clock.start, date)",
        "restart = clock.start",
    ),
    "overdue: a longer grade cures a lapse": (
        "followups.py",
        "where=sets & ~(begun & running))",
        "where=sets & ~(begun & ~running))",
    ),
    "live_since: a broken streak lives": (
        "followups.py",
        "alive = told & walk.graded & (until <= walk.due)",
        "alive = told & walk.graded",
    ),
}


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    """Policies with and without registers in turn, cheap to go through many times."""
    return [sample(3_000 + seed, 50, Coverage(), with_register=seed % 3 > 0) for seed in range(90)]


class Planted(MetaPathFinder):
    """Finds one module in a file of its own."""

    def __init__(self, name: str, file: Path) -> None:
        self.name, self.file = name, file

    def find_spec(self, fullname: str, _path: object, _target: object = None) -> ModuleSpec | None:
        return spec_from_file_location(fullname, self.file) if fullname == self.name else None


def with_bug(file: str, right: str, wrong: str, folder: Path) -> Path:
    """A copy of a source file with the bug in it."""
    source = (FOLDER / file).read_text(encoding="utf-8")
    assert source.count(right) == 1, f"{file} has {source.count(right)} of: {right}"
    copy = folder / file
    copy.write_text(source.replace(right, wrong), encoding="utf-8")
    return copy


@contextmanager
def imported_afresh(name: str, file: Path) -> Iterator[Product]:
    """The product with this file in place of the module."""
    kept = {
        module: sys.modules.pop(module)
        for module in list(sys.modules)
        if module.startswith(f"{PACKAGE}.") and module not in SHARED
    }
    for module in kept:  # `from package import module` looks here first
        delattr(evenhand.core.ruling, module.removeprefix(f"{PACKAGE}."))
    finder = Planted(name, file)
    sys.meta_path.insert(0, finder)
    try:
        derive = importlib.import_module(f"{PACKAGE}.derive")
        evaluate = importlib.import_module(f"{PACKAGE}.evaluate")
        yield Product(derive.derive, derive.complete, evaluate.evaluate)
    finally:
        sys.meta_path.remove(finder)
        _put_back(kept)


def _put_back(kept: dict[str, ModuleType]) -> None:
    for module in list(sys.modules):
        if module.startswith(f"{PACKAGE}.") and module not in SHARED:
            del sys.modules[module]
    sys.modules.update(kept)
    for module, value in kept.items():
        setattr(evenhand.core.ruling, module.removeprefix(f"{PACKAGE}."), value)


def first_found(samples: list[Sample], product: Product) -> Mismatch | str | None:
    """The first thing on which a product goes wrong, be it by falling over."""
    for one in samples:
        try:
            for mismatch in check(one, product):
                return mismatch
        except Exception as fault:  # noqa: BLE001 - falling over is being found
            return str(fault) or type(fault).__name__
    return None


def test_without_a_bug_nothing_is_found(samples: list[Sample], tmp_path: Path) -> None:
    copy = with_bug("narrowing.py", "here & ~beaten", "here & ~beaten", tmp_path)
    with imported_afresh(f"{PACKAGE}.narrowing", copy) as product:
        assert product.evaluate is not Product().evaluate
        assert first_found(samples, product) is None
    assert first_found(samples, Product()) is None


@pytest.mark.parametrize("name", BUGS)
def test_a_planted_bug_is_found(name: str, samples: list[Sample], tmp_path: Path) -> None:
    file, right, wrong = BUGS[name]
    copy = with_bug(file, right, wrong, tmp_path)
    with imported_afresh(f"{PACKAGE}.{file.removesuffix('.py')}", copy) as product:
        found = first_found(samples, product)
    assert isinstance(found, Mismatch), found
