"""How long a server takes for the page that rules a dispute, flips and all, of two claimants.

Prints one JSON object: `rule_page_ms` is the median over the disputes of the demonstration, each
asked for several times by somebody who has signed in, from request to answer, one at a time.

    python benchmarks/rule_page.py --quick
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.test.utils import (  # noqa: E402 - Django is to be set up first
    setup_databases,
    setup_test_environment,
    teardown_databases,
)

from evenhand.disputes.samples import DEMONSTRATION  # noqa: E402 - as above
from tests.cast import found_company  # noqa: E402 - as above

QUICK, FULL = 5, 40


def measured(rounds: int) -> dict[str, float]:
    """The figures, in milliseconds; the first of each dispute is not counted."""
    client = found_company().client("salesperson")
    times: list[float] = []
    for path in sorted(DEMONSTRATION.glob("*.yaml")):
        given = {"policy": "showroom", "way": "text", "do": "rule", "text": path.read_text("utf-8")}
        for turn in range(rounds + 1):
            began = time.perf_counter()
            answer = client.post("/rule/", given)
            took = (time.perf_counter() - began) * 1000
            assert answer.status_code == 200, path
            if turn:
                times.append(took)
    return {
        "rule_page_ms": round(statistics.median(times), 1),
        "rule_page_worst_ms": round(max(times), 1),
        "pages": len(times),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    rounds = QUICK if parser.parse_args().quick else FULL
    setup_test_environment()
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        print(json.dumps(measured(rounds)))
    finally:
        teardown_databases(databases, verbosity=0)


if __name__ == "__main__":
    main()
