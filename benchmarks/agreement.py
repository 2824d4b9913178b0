"""How often do the evaluator and the plain interpreter disagree: random policies × random disputes.

Every fifth policy has registers, strikes and derived facts. Prints one JSON object; exits with 1 on
any mismatch, or if too little of the language was read for the figures to mean something.

    python benchmarks/agreement.py --quick
    python benchmarks/agreement.py --policies 10000 --disputes 300 --jobs 2
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.core.ruling.agreement import Mismatch, check, sample
from tests.core.ruling.coverage import REDUCERS, WANTED, Coverage

QUICK = (120, 300)
CHUNK = 20
EXAMPLES = 5


@dataclass(slots=True)
class Findings:
    """What some policies gave."""

    coverage: Coverage = field(default_factory=Coverage)
    mismatches: int = 0
    examples: list[Mismatch] = field(default_factory=list)

    def add(self, other: Findings) -> None:
        self.coverage.add(other.coverage)
        self.mismatches += other.mismatches
        self.examples = (self.examples + other.examples)[:EXAMPLES]


def compare(seeds: range, disputes: int) -> Findings:
    """Go through the policies of these seeds."""
    findings = Findings()
    for seed in seeds:
        for mismatch in check(sample(seed, disputes, findings.coverage)):
            findings.mismatches += 1
            if len(findings.examples) < EXAMPLES:
                findings.examples.append(mismatch)
    return findings


def compare_all(seeds: range, disputes: int, jobs: int) -> Findings:
    """The same in several processes, telling now and then how far it is."""
    chunks = [seeds[start : start + CHUNK] for start in range(0, len(seeds), CHUNK)]
    whole = Findings()
    with ProcessPoolExecutor(jobs) as pool:
        work = map if jobs == 1 else pool.map
        for done, part in enumerate(work(partial(compare, disputes=disputes), chunks), start=1):
            whole.add(part)
            if done % 25 == 0:
                policies = whole.coverage.policies
                print(f"{policies} policies, {whole.mismatches} mismatches", file=sys.stderr)
    return whole


def figures(found: Findings, seconds: float) -> dict[str, object]:
    """The numbers we claim."""
    coverage = found.coverage
    shares = {name: round(coverage.share(name), 3) for name in (*WANTED, *REDUCERS)}
    return {
        "policies": coverage.policies,
        "disputes": coverage.evaluations // coverage.policies,
        "evaluations": coverage.evaluations,
        "facts_derived": coverage.facts,
        "mismatches": found.mismatches,
        "share_decided_at_depth_3": round(coverage.share_deep(), 3),
        "lowest_share": min(round(coverage.share(name), 3) for name in WANTED),
        "shares": shares,
        "claimants": {str(many): coverage.claimants[many] for many in sorted(coverage.claimants)},
        "seconds": round(seconds, 1),
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="a run of less than a minute")
    parser.add_argument("--policies", type=int, default=10_000)
    parser.add_argument("--disputes", type=int, default=300, help="of each policy")
    parser.add_argument("--seed", type=int, default=0, help="the first policy")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    return parser.parse_args()


def main() -> int:
    given = arguments()
    policies, disputes = QUICK if given.quick else (given.policies, given.disputes)
    started = time.perf_counter()
    found = compare_all(range(given.seed, given.seed + policies), disputes, given.jobs)
    told = figures(found, time.perf_counter() - started)
    print(json.dumps(told))
    for example in found.examples:
        print(example, file=sys.stderr)
    enough = found.coverage.share_deep() >= 0.2 and not found.coverage.rare(WANTED)
    return 0 if enough and not found.mismatches else 1


if __name__ == "__main__":
    sys.exit(main())
