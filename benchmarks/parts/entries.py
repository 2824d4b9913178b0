"""A register of millions of entries in a Parquet file, in arrival order, to rulings.

The policy is the showroom that ships: thirty-three facts derived from the register, strikes, and
eighteen steps. Each run is a process of its own, so that the peak memory is that of the run.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from evenhand.core.policy.versions import day_number
from evenhand.core.ruling.bulk import Work
from evenhand.core.ruling.cases import Column, Facts
from evenhand.engines.registers import rule_register
from evenhand.policies.shipped import read_policy
from parts.register import write

AS_OF = day_number("2014-12-31")
RUNS = 3
PROCESSES = 2


def run(*, quick: bool) -> dict[str, object]:
    disputes = 750_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "register.parquet"
        entries = write(path, disputes)
        megabytes = path.stat().st_size / 1e6
        runs = [_apart(path, disputes, PROCESSES) for _ in range(1 if quick else RUNS)]
    best = min(runs, key=lambda one: one["wall"])
    middle = sorted(one["wall"] for one in runs)[len(runs) // 2]
    scale = 1_000_000 / disputes
    return {
        "entries_12m_s": round(best["wall"] * scale, 2),
        "entries_12m_median_s": round(middle * scale, 2),
        "entries_12m_cpu_s": round(min(one["cpu"] for one in runs) * scale, 2),
        "entries_12m_gb": round(max(one["gb"] for one in runs), 2),
        "entries_of": entries,
        "entries_processes": PROCESSES,
        "entries_extrapolated": quick,
        "entries_file_mb": round(megabytes, 1),
        "entries_provisional": best["provisional"],
        "entries_decided_by": best["decided_by"],
    }


def _apart(path: Path, disputes: int, processes: int) -> dict[str, object]:
    command = [sys.executable, "-m", "parts.entries", str(path), str(disputes), str(processes)]
    done = subprocess.run(  # noqa: S603 - our own command
        command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def once(path: Path, disputes: int, processes: int) -> dict[str, object]:
    """Rule the register once: seconds of wall and processor, gigabytes at the peak."""
    version = read_policy("showroom").policy.versions[0]
    day = Column(np.full((1, 1), AS_OF), np.full((1, 1), 2, dtype=np.int8))
    given = Facts(np.ones((2, disputes), dtype=bool), {"dispute.as_of": day})
    wall, cpu = time.perf_counter(), time.process_time()
    bulk = rule_register(Work(version, given, traced=False), path, processes=processes)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peaks = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu += peaks[1].ru_utime + peaks[1].ru_stime
    counts = np.bincount(bulk.decided_by + 4).tolist()
    names = ["on-missing", "none-remain", "tie", "sole", *(step.id for step in version.steps)]
    return {
        "wall": wall,
        "cpu": cpu,
        "gb": (peaks[0].ru_maxrss + (processes - 1) * peaks[1].ru_maxrss) / 1e6,
        "provisional": int(bulk.provisional.sum()),
        "decided_by": {name: count for name, count in zip(names, counts, strict=False) if count},
    }


if __name__ == "__main__":
    print(json.dumps(once(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
