"""The look-up through the application's database: an installation of its own, filled at once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.of_identity.questions import Question
from benchmarks.of_lookup.book import Book, typed_of
from benchmarks.of_lookup.measures import Finds, recall, shown, timed, twenty
from benchmarks.of_lookup.rivals import of_trigrams
from evenhand.base.installation import use
from evenhand.core.identity.normalise import Typed
from tests.web.installed import found as set_up

Rows = tuple[Any, Any]
"""Keys, sorted, and whose they are, by place in the book."""


@dataclass(frozen=True)
class Installed:
    """An installation that nobody uses yet."""

    home: Path
    environment: dict[str, str]


def installed(home: Path, url: str) -> Installed:
    """Set a company up, on SQLite without an address of a database."""
    environment = {"DATABASE_URL": url} if url else {}
    if url:
        with psycopg.connect(url.replace("/evenhand?", "/postgres?"), autocommit=True) as server:
            server.execute("CREATE DATABASE evenhand")
    set_up(home, **environment)
    return Installed(home, environment)


def through(
    there: Installed,
    book: Book,
    rows: Rows,
    questions: tuple[list[Question], list[Question], int],
) -> dict[str, Any]:
    """What is measured on a database, in a process of its own, which shares the book's memory."""
    context = get_context("fork")
    told = context.SimpleQueue()

    def work() -> None:
        os.environ.update(there.environment)
        use(there.home)
        seconds = filled(book, rows)
        told.put(measured(book, *questions) | {"fill_s": round(seconds, 1)})

    child = context.Process(target=work)
    child.start()
    while child.is_alive() and told.empty():
        time.sleep(0.05)
    found: dict[str, Any] = {"failed": True} if told.empty() else told.get()
    child.join()
    return found


def filled(book: Book, rows: Rows) -> float:
    """Write all customers and their keys, sorted, and the indexes afterwards; gives seconds."""
    from django.core.management.color import no_style
    from django.db import connection
    from django.utils import timezone

    from evenhand.base.folding import folded
    from evenhand.customers.models import Customer, CustomerKey
    from evenhand.people.actions import open_outlet

    begun = time.perf_counter()
    outlet = open_outlet(name="Main", tier="main", time_zone="Asia/Shanghai", country="CN", by=None)
    now = timezone.now()
    now_ = now if connection.vendor == "postgresql" else str(now.replace(tzinfo=None))
    people = (
        (
            place + 1,
            f"b{place:019d}",
            made.name[:120],
            folded(made.name)[:120],
            customer.phone,
            outlet.pk,
            now_,
            "",
            None,
        )
        for place, ((_, made, _), customer) in enumerate(
            zip(book.known, book.customers, strict=True)
        )
    )
    names = "id, public_id, name, name_folded, telephone, outlet_id, added_at, added_by, erased_at"
    _insert(Customer._meta.db_table, names, people)
    table = CustomerKey._meta.db_table
    with connection.cursor() as cursor:
        there = connection.introspection.get_constraints(cursor, table).items()
        index = next(n for n, one in there if one["columns"] == ["customer_id"] and one["index"])
        cursor.execute(f'DROP INDEX "{index}"')
    _insert(table, "key, customer_id", zip(rows[0].tolist(), (rows[1] + 1).tolist(), strict=True))
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE INDEX "{index}" ON {table} (customer_id)')
        cursor.execute("ANALYZE")
        for statement in connection.ops.sequence_reset_sql(no_style(), [Customer]):
            cursor.execute(statement)
    return time.perf_counter() - begun


def _insert(table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            return
        places = ", ".join(["%s"] * (columns.count(",") + 1))
        cursor.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", rows)


def measured(
    book: Book, asked: Sequence[Question], slow: Sequence[Question], each: int
) -> dict[str, Any]:
    from django.db import connection

    from evenhand.customers.actions import add_customer
    from evenhand.customers.finding import possible
    from evenhand.people.actions import add_person
    from evenhand.people.models import Outlet

    def finds(question: Question) -> list[int]:
        return [one.customer.pk - 1 for one in possible(typed_of(question.typed))]

    first = timed(asked, finds)
    told: dict[str, Any] = shown(first, "first_") | shown(timed(asked, finds))

    def of_a_request(question: Question) -> list[int]:
        found = finds(question)
        if connection.vendor == "postgresql":
            connection.close()  # goes back to the pool, as at the end of each request
        return found

    told |= twenty(asked, of_a_request, each, done=_leave)
    found = recall(book, [one for one in asked if "with_" not in one.kind_of_change], finds)
    told |= {name: found[name] for name in ("recall_at_1", "recall_at_5")}
    by = add_person(login="bench", name="Bench", language="en", by=None)
    begun = time.perf_counter()
    new = add_customer(name="Quách Thiên Lượng", telephone="", outlet=Outlet.objects.get(), by=by)
    assert possible(Typed(name="quach thien luong"))[0].customer == new
    told["new_record_findable_ms"] = round(1000 * (time.perf_counter() - begun), 2)
    if connection.vendor == "postgresql":
        told["rivals"] = _trigrams(book, slow)
    return told


def _leave() -> None:
    from django.db import connection

    connection.close()


def _trigrams(book: Book, slow: Sequence[Question]) -> dict[str, Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        try:
            cursor.execute("CREATE EXTENSION pg_trgm")
        except Exception as error:  # noqa: BLE001 - not every server has it
            return {"pg_trgm": str(error)}
        for table in ("trigrams_normal", "trigrams_raw"):
            cursor.execute(f"CREATE TABLE {table} (place integer, name text)")
            with cursor.copy(f"COPY {table} (place, name) FROM STDIN") as stream:
                for place, customer in enumerate(book.customers):
                    text = customer.spaced if table == "trigrams_normal" else book.name(place)
                    stream.write_row((place, text))
            cursor.execute(f"CREATE INDEX {table}_name ON {table} USING gin (name gin_trgm_ops)")
            cursor.execute(f"ANALYZE {table}")

        def run(query: str, values: tuple[Any, ...]) -> list[Any]:
            cursor.execute(query, values)
            return list(cursor.fetchall())

        return {name: _of_rival(book, slow, one) for name, one in of_trigrams(book, run).items()}


def _of_rival(book: Book, slow: Sequence[Question], finds: Finds) -> dict[str, Any]:
    times: list[float] = []

    def counted(question: Question) -> list[int]:
        begun = time.perf_counter()
        found = finds(question)
        times.append(1000 * (time.perf_counter() - begun))
        return found

    told = recall(book, slow, counted)
    return {one: told[one] for one in ("recall_at_1", "recall_at_5", "questions")} | shown(times)
