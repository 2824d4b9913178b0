"""An old register written, imported and verified; how many entries a second.

Three lines of each customer, ten salespeople at two outlets, names and notes in Chinese. The time
of the import is all of it: reading, checking, telephones, customers, entries, tree, commits and
checkpoint; that of verifying reads everything back: payload, leaf, tree, root.
"""

from __future__ import annotations

import csv
import json
import random
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks.of_register.programs import installed, told_by

FULL, QUICK = 200_000, 20_000


def imported(home: Path, rows: int, **more: str) -> dict[str, Any]:
    """The figures of an installation of its own."""
    environment = installed(home, **more)
    return told_by(__spec__.name if __spec__ else __name__, environment, str(home), str(rows))


def _write(path: Path, rows: int) -> None:
    chance, at = random.Random(7), datetime(2019, 1, 1, 9)  # noqa: DTZ001 - an old register
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(
            ["客户姓名", "手机", "销售顾问", "门店", "种类", "发生时间", "备注", "级别", "联系上"]
        )
        for _ in range(rows):
            at += timedelta(seconds=chance.randrange(600))
            customer, seller = chance.randrange(rows // 3), chance.randrange(10)
            table.writerow(
                [
                    f"客户{customer}",
                    f"138{customer:08d}",
                    f"seller{seller}",
                    f"Store {seller % 2}",
                    chance.choice(["来店接待", "call", "follow_up", "拜访"]),
                    at.strftime("%Y-%m-%d %H:%M"),
                    "看了 SUV，要试驾，周末带家人再来",
                    chance.choice("HABC"),
                    "是",
                ]
            )


def _measured(home: Path, rows: int) -> dict[str, Any]:
    from evenhand.base.installation import use

    use(home)
    from evenhand.customers.importing.running import Request, import_register
    from evenhand.people.actions import add_person, open_outlet
    from evenhand.register.proofs import verify_register

    for number in range(2):
        open_outlet(
            name=f"Store {number}", tier="main", time_zone="Asia/Shanghai", country="CN", by=None
        )
    for number in range(10):
        add_person(login=f"seller{number}", name=f"Seller {number}", language="zh", by=None)
    path = home / "old.csv"
    _write(path, rows)
    begun, spent = time.perf_counter(), time.process_time()
    finished = import_register(Request(path, "boss"))
    took, used = time.perf_counter() - begun, time.process_time() - spent
    assert finished.entered == rows
    begun, spent = time.perf_counter(), time.process_time()
    assert verify_register().holds
    verified, verifying = time.perf_counter() - begun, time.process_time() - spent
    return {
        "rows": rows,
        "import_per_s": round(rows / took),
        "import_per_processor_s": round(rows / used),
        "verify_per_s": round(rows / verified),
        "verify_per_processor_s": round(rows / verifying),
    }


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]), int(sys.argv[2]))))
