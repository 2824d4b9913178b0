"""Is any forgery of a register's proofs taken, and how fast is a register verified.

Forges receipts, exports, checkpoints and proofs, ten thousand times each, and asks the core and the
verifier that ships apart. Then verifies many small entries on one core: `per_second` by the clock,
`per_cpu_second` by what the processor gave, `best_per_second` for the best thousand, which tells
how much others on the machine have taken. Prints one JSON object; exits with 1 if a forgery was
taken.

    python benchmarks/register_mutations.py --quick
    python benchmarks/register_mutations.py --mutations 10000 --entries 1000000
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from evenhand.base.ed25519 import verify
from evenhand.core.register.checkpoint import Checkpoint, signed
from evenhand.core.register.export import checkpoint_line, entry_line, verify_export
from evenhand.core.register.leaf import Leaf, Payload
from evenhand.core.register.merkle import Frontier, leaf_hash
from tests.core.register.material import NAME, entry_of, key_of, offline, signer
from tests.core.register.mutations import FORGERS

QUICK = (300, 20_000)
FULL = (10_000, 1_000_000)
CHUNK = 1_000
EXPORTED = 200_000
"""Entries of which an export is held in memory."""

Entry = tuple[Leaf, Payload, bytes]


@dataclass(slots=True)
class Stopwatch:
    """Time that was spent on what is measured, in seconds."""

    clock: float = 0
    cpu: float = 0
    best: float = 0

    def run(self, work: Callable[[], object], entries: int = 0) -> None:
        clock, cpu = time.perf_counter(), time.process_time()
        work()
        clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
        self.clock, self.cpu = self.clock + clock, self.cpu + cpu
        self.best = max(self.best, entries / clock)

    def rates(self, entries: int) -> dict[str, int]:
        return {
            "entries": entries,
            "per_second": round(entries / self.clock),
            "per_cpu_second": round(entries / self.cpu),
            "best_per_second": round(self.best),
        }


def forged(count: int, seed: int) -> dict[str, Any]:
    """How many forgeries of each kind there were, and which were taken by whom."""
    found = {}
    for name, forger in FORGERS.items():
        rng = random.Random(f"{seed} {name}")
        kinds: Counter[str] = Counter()
        taken = {"core": 0, "apart": 0}
        for _ in range(count):
            what, by_core, apart = forger(rng)
            kinds[what] += 1
            taken["core"] += by_core
            taken["apart"] += apart
        found[name] = {"forged": count, "taken": taken, "kinds": dict(sorted(kinds.items()))}
        print(f"{name}: {count:,} forged, {taken} taken", file=sys.stderr)
    return found


def chunks(entries: int) -> Iterator[list[Entry]]:
    """Small entries, some at a time."""
    rng = random.Random(11)
    for start in range(0, entries, CHUNK):
        yield [
            entry_of(number, rng) for number in range(start + 1, min(start + CHUNK, entries) + 1)
        ]


def tree_alone(entries: int) -> dict[str, int]:
    """The bytes of leaves are there: hash them, build the tree, tell the root."""
    watch, frontier = Stopwatch(), Frontier()
    for chunk in chunks(entries):
        contents = [leaf.content for leaf, _, _ in chunk]

        def grow(contents: list[bytes] = contents) -> None:
            for content in contents:
                frontier.append(leaf_hash(content))

        watch.run(grow, len(chunk))
    watch.run(frontier.root)
    return watch.rates(entries)


def whole(entries: int) -> dict[str, int]:
    """The rows are there: open each commitment, write and hash the leaf, build the tree."""
    watch, frontier = Stopwatch(), Frontier()
    for chunk in chunks(entries):

        def check(chunk: list[Entry] = chunk) -> None:
            for leaf, payload, key in chunk:
                if not leaf.commits_to(payload, key):
                    raise AssertionError(leaf)
                frontier.append(leaf.hash)

        watch.run(check, len(chunk))
    watch.run(frontier.root)
    return watch.rates(entries)


def exported(entries: int) -> dict[str, dict[str, int]]:
    """An export is there, as lines: read and verify it with the core, and with the other."""
    private = signer()
    frontier, lines = Frontier(), []
    for chunk in chunks(entries):
        for leaf, payload, key in chunk:
            lines.append(entry_line(leaf, payload, key))
            frontier.append(leaf.hash)
    key = key_of(private)
    checkpoint = signed(Checkpoint(NAME, entries, frontier.root()), key, private.sign)
    lines.append(checkpoint_line(checkpoint, key))
    core, apart, verifier = Stopwatch(), Stopwatch(), offline()
    core.run(lambda: _must(verify_export(lines, trusted=[key], verify=verify).holds), entries)
    apart.run(lambda: verifier.verify_export(lines, [verifier.Key(str(key))]), entries)
    return {"core": core.rates(entries), "apart": apart.rates(entries)}


def _must(holds: bool) -> None:  # noqa: FBT001 - a verdict is what is handed in
    if not holds:
        raise AssertionError


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="a run of less than a minute")
    parser.add_argument("--mutations", type=int, default=FULL[0], help="of each kind")
    parser.add_argument("--entries", type=int, default=FULL[1], help="to verify")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def main() -> int:
    options = arguments()
    mutations, entries = QUICK if options.quick else (options.mutations, options.entries)
    found = forged(mutations, options.seed)
    result = {
        "forgeries": found,
        "tree_alone": tree_alone(entries),
        "payload_leaf_tree_root": whole(entries),
        "export": exported(min(entries, EXPORTED)),
        "seed": options.seed,
    }
    print(json.dumps(result, indent=2))
    taken = sum(sum(one["taken"].values()) for one in found.values())
    return 1 if taken else 0


if __name__ == "__main__":
    sys.exit(main())
