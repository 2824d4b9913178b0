"""The page of a day in a book of millions of entries: how long until it is there.

The rows of 20 outlets are made by SQLite itself: entries, what they say, customers, with every
index that the product has. Left out, because no page of a day reads it: the tree, the keys, and
leaves that are more than random bytes; nothing of this could be verified. Asked for are random
days of random outlets, by turns by the general manager and by somebody who works at that outlet,
through the whole application but for the server in front of it.
"""

from __future__ import annotations

import json
import random
import sys
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.of_register.programs import installed, told_by

FULL, QUICK, ASKED = 5_000_000, 200_000, 200
OUTLETS, A_DAY = 20, 250
FIRST = date(2020, 1, 1)

ID = "replace(replace(printf('%020d', {number}), '0', 'a'), '1', 'b')"
"""A public id made of a number."""
NUMBERS = "WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < {rows})"
FILL = (
    f"""{NUMBERS.replace("rows", "customers")}
    INSERT INTO customers_customer
        (public_id, name, name_folded, telephone, outlet_id, added_at, added_by)
    SELECT {ID.format(number="n")}, '客户' || n, '客户' || n, '+86138' || printf('%08d', n),
        (SELECT id FROM at_outlet WHERE place = n % {{outlets}}), '2020-01-01 00:00:00', ''
    FROM count""",
    f"""{NUMBERS}
    INSERT INTO register_entry (id, public_id, recorded_at, kind, commitment, leaf)
    SELECT n, {ID.format(number="n")},
        datetime('{{first}}', '+' || (n / {{each}}) || ' days', '+' || (n % 600) || ' minutes'),
        CASE n % 3 WHEN 0 THEN 'reception' WHEN 1 THEN 'call' ELSE 'follow_up' END,
        randomblob(32), randomblob(32)
    FROM count""",
    f"""{NUMBERS}
    INSERT INTO register_payload
        (entry_id, content, customer, who, "by", outlet, occurred_at, day, is_late, corrects_id)
    SELECT n,
        json_object('by', who, 'customer', {ID.format(number="customer")}, 'fields',
            json_object('grade', 'A', 'reached', json('true')), 'note', '看了 SUV，要试驾',
            'occurred_at', at || '.000000Z', 'outlet', outlet, 'who', who),
        {ID.format(number="customer")}, who, who, outlet, at,
        date('{{first}}', '+' || (n / {{each}}) || ' days'), n % 50 = 0, NULL
    FROM (SELECT n, 1 + (n * 7919) % {{customers}} AS customer, outlet, who,
        datetime('{{first}}', '+' || (n / {{each}}) || ' days', '+' || (n % 600) || ' minutes')
            AS at
        FROM count JOIN at_outlet ON place = n % {{outlets}})""",
    "UPDATE register_head SET size = {rows}",
)


def read(home: Path, rows: int) -> dict[str, Any]:
    """The figures of an installation of its own."""
    return told_by(__spec__.name if __spec__ else __name__, installed(home), str(home), str(rows))


def _fill(database: Path, rows: int, places: list[tuple[int, int, str, str]]) -> None:
    """Make the rows; indexes and triggers are taken down meanwhile and put up again."""
    from evenhand.base.sqlite import library

    values = {
        "rows": rows,
        "customers": max(rows // 5, 1),
        "outlets": OUTLETS,
        "each": OUTLETS * A_DAY,
        "first": FIRST,
    }
    with closing(library.connect(database, isolation_level=None)) as raw:
        raw.execute("PRAGMA journal_mode = OFF")
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("PRAGMA cache_size = -400000")
        raw.execute("CREATE TEMP TABLE at_outlet (place INTEGER PRIMARY KEY, id, outlet, who)")
        raw.executemany("INSERT INTO at_outlet VALUES (?, ?, ?, ?)", places)
        standing = raw.execute(
            "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') "
            "AND sql IS NOT NULL "
            "AND tbl_name IN ('register_entry', 'register_payload', 'customers_customer')"
        ).fetchall()
        for kind, name, _ in standing:
            raw.execute(f'DROP {kind} "{name}"')
        for statement in FILL:
            raw.execute(statement.format(**values))
        for _, _, statement in standing:
            raw.execute(statement)
        raw.execute("PRAGMA journal_mode = WAL")


def _people() -> tuple[list[tuple[int, int, str, str]], list[Any]]:
    """Outlets with somebody at each: what the rows need to know; browsers of them and the boss."""
    from django.test import Client

    from evenhand.people.actions import (
        add_person,
        begin_post,
        grant_role,
        open_outlet,
    )
    from evenhand.people.roles import Role
    from tests.cast import BACKEND

    def browser(user: Any) -> Client:
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(user, backend=BACKEND)
        return client

    places, browsers = [], []
    for place in range(OUTLETS):
        outlet = open_outlet(
            name=f"Store {place}", tier="main", time_zone="Asia/Shanghai", country="CN", by=None
        )
        user = add_person(login=f"s{place}", name=f"Seller {place}", language="zh", by=None)
        begin_post(user, outlet=outlet, department=None, by=None)
        grant_role(user, role=Role.salesperson, outlet=outlet, department=None, by=None)
        places.append((place, outlet.pk, outlet.public_id, user.public_id))
        browsers.append(browser(user))
    wide = add_person(login="wide", name="Operations", language="zh", by=None)
    grant_role(wide, role=Role.sales_operations, outlet=None, department=None, by=None)
    return places, [*browsers, browser(wide)]


def _measured(home: Path, rows: int) -> dict[str, Any]:
    from evenhand.base.installation import use

    use(home)
    from django.db import connection

    from evenhand.register.actions import make_checkpoint

    make_checkpoint()
    places, browsers = _people()
    connection.close()
    begun = time.perf_counter()
    _fill(home / "evenhand.sqlite3", rows, places)
    built = time.perf_counter() - begun
    chance, took = random.Random(7), []
    for turn in range(ASKED + 10):
        place = chance.randrange(OUTLETS)
        day = FIRST + timedelta(days=chance.randrange(rows // (OUTLETS * A_DAY)))
        client = browsers[place if turn % 2 else OUTLETS]
        begun = time.perf_counter()
        answer = client.get("/register/", {"outlet": places[place][2], "day": day.isoformat()})
        took.append(time.perf_counter() - begun)
        assert answer.status_code == 200, answer
        assert answer.content.decode().count("book-number") >= 50, "no lines on the page"
    took = sorted(took[10:])
    return {
        "page_entries": rows,
        "page_built_s": round(built, 1),
        "page_gb": round((home / "evenhand.sqlite3").stat().st_size / 1e9, 2),
        "page_p50_ms": round(took[len(took) // 2] * 1000, 1),
        "page_p95_ms": round(took[int(len(took) * 0.95)] * 1000, 1),
    }


if __name__ == "__main__":
    print(json.dumps(_measured(Path(sys.argv[1]), int(sys.argv[2]))))
