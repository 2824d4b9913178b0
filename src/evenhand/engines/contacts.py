"""Contacts of a file as a clean table; every row that is broken is told, none is dropped."""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from evenhand.core.errors import ContactsRefused, Problem
from evenhand.core.policy.versions import day_number
from evenhand.core.said import said
from evenhand.engines.broken import BETWEEN, Fault, count_broken, list_broken, marked, told
from evenhand.engines.mapping import ISO, ContactMapping, Times
from evenhand.engines.source import Source
from evenhand.engines.sql import Connection, quote

OF_CLAIMANT = "me."
SHOWN = 20
MOST_BROKEN = 1_000_000
"""So many are skipped; a file with more is not the file that the mapping speaks of."""

_EARLIEST, _LATEST = day_number("1900-01-01") * 86_400, day_number("2200-01-01") * 86_400
_BLANK = quote(" \t\r\n\u00a0\u3000\ufeff")


@dataclass(frozen=True, slots=True)
class Contacts:
    """What was read: rows that are whole, between which days, and rows that are not whole."""

    rows: int
    broken: int
    first_day: str
    last_day: str


def read_contacts(
    connection: Connection,
    source: Source,
    mapping: ContactMapping,
    zone: str,
    *,
    skip_broken: bool,
) -> Contacts:
    """Read the file into the tables `contact` (rowid is file order) and `broken`.

    `zone` applies to times without an offset. Raises ContactsRefused with the first broken rows and
    their number, unless `skip_broken`.
    """
    check_formats(connection, mapping)
    load_rows(connection, source, mapping, zone)
    for column, name in numbered(mapping):
        _mark_duplicates(connection, column, name)
    broken = count_broken(connection)
    list_broken(connection, source, MOST_BROKEN if skip_broken else SHOWN)
    rows, first, last = connection.execute(
        "SELECT count(*), min(instant), max(instant) FROM contact WHERE fault IS NULL"
    ).fetchall()[0]
    refuse_broken(connection, source, rows, broken, skip_broken=skip_broken)
    return Contacts(rows, broken, day_of(connection, first), day_of(connection, last))


def load_rows(connection: Connection, source: Source, mapping: ContactMapping, zone: str) -> None:
    """Make the table `contact`, each row with what is wrong with it when looked at alone."""
    connection.execute(f"SET TimeZone = {quote(zone)}")
    connection.execute(f"CREATE TABLE contact AS {_select(source, mapping, zone)}")


def numbered(mapping: ContactMapping) -> list[tuple[str, str]]:
    """The columns of `contact` in which nothing may stand twice, and what they are called."""
    columns = mapping.content.columns
    named = (("position", "sequence", columns.sequence), ("entry_id", "id", columns.id))
    return [(column, name) for column, name, given in named if given]


def refuse_broken(
    connection: Connection, source: Source, rows: int, broken: int, *, skip_broken: bool
) -> None:
    """Raise ContactsRefused if too much is broken (the table `broken`) or nothing is whole."""
    if broken > (MOST_BROKEN if skip_broken else 0):
        raise ContactsRefused(_first_problems(connection, source, broken))
    if not rows:
        message = (
            said("not one row is whole") if broken else said("there is a header, but not one row")
        )
        raise ContactsRefused([Problem(message, source.path.name)])


def day_of(connection: Connection, instant: int) -> str:
    """The day of an instant in the zone of the session."""
    told = "SELECT make_timestamptz(?::BIGINT * 1000000)::DATE::VARCHAR"
    return str(connection.execute(told, [instant]).fetchall()[0][0])


def check_formats(connection: Connection, mapping: ContactMapping) -> None:
    """Raise ContactsRefused if a format of the mapping is none."""
    problems = []
    for index, form in enumerate(mapping.content.time.formats):
        if form == ISO:
            continue
        try:
            connection.execute(f"SELECT try_strptime('', {quote(form)})").fetchall()
        except duckdb.Error:
            hint = said("write it as %d/%m/%Y %H:%M, or iso for 2013-01-27T10:00")
            place = ("time", "formats", index)
            problems.append(
                mapping.problem(place, said("{form!r} is no format of a time", form=form), hint)
            )
    if problems:
        raise ContactsRefused(problems)


def _select(source: Source, mapping: ContactMapping, zone: str) -> str:
    """The contacts: texts trimmed, times in seconds since 1970, and what is wrong with the row."""
    columns = mapping.content.columns
    texts = {name: _trimmed(source.column(column)) for name, column in columns.named().items()}
    told = {told_column(path): column for path, column in mapping.content.fact_columns.items()}
    texts |= {name: _trimmed(source.column(column)) for name, column in told.items()}
    raw = ", ".join(f"{text} AS raw_{name}" for name, text in texts.items())
    times = {name: _instant(f"raw_{name}", mapping.content.time, zone) for name in _times(mapping)}
    parsed = ", ".join(f"{sql} AS time_{name}" for name, sql in times.items())
    recorded = "time_recorded" if columns.recorded else "time_at"
    wanted = [
        "raw_customer AS customer",
        "raw_who AS who",
        f"{'raw_activity' if columns.activity else quote('')} AS activity",
        f"{'raw_phase' if columns.phase else quote('')} AS phase",
        f"{'raw_on_behalf_of' if columns.on_behalf_of else quote('')} AS behalf",
        "time_at AS instant",
        f"{recorded} AS recorded",
        *(["try_cast(raw_sequence AS BIGINT) AS position"] if columns.sequence else []),
        *(["raw_id AS entry_id"] if columns.id else []),
        *(["raw_zone AS zone"] if columns.zone else []),
        *(f"raw_{field} AS {field_column(field)}" for field in columns.fields),
        *(f"raw_{name} AS {name}" for name in told),
        f"{_fault(mapping)} AS fault",
    ]
    rows = f"SELECT {raw} FROM {source.sql()}"
    return f"SELECT {', '.join(wanted)} FROM (SELECT *, {parsed} FROM ({rows}))"


def _trimmed(text: str) -> str:
    """The text without blanks around it; those that plainly have none are left alone, for speed."""
    plain = f"{text} > '!' AND strlen({text}) = length({text}) AND {text}[-1] > ' '"
    return f"CASE WHEN {plain} THEN {text} ELSE coalesce(trim({text}, {_BLANK}), '') END"


def field_column(field: str) -> str:
    """The name in the table `contact` of an entry field (a-z, 0-9 and _ only)."""
    return f"field_{field}"


def told_column(path: str) -> str:
    """The name in the tables contact, pair, slot and dispute of a fact that a column tells."""
    return f"told_{path.replace('.', '_')}"


def told_of(mapping: ContactMapping, *, claimant: bool) -> list[str]:
    """The facts that columns tell, of a claimant or else of the dispute."""
    facts = mapping.content.fact_columns
    return [path for path in facts if path.startswith(OF_CLAIMANT) is claimant]


def _times(mapping: ContactMapping) -> list[str]:
    return ["at", *(["recorded"] if mapping.content.columns.recorded else [])]


def _instant(text: str, times: Times, zone: str) -> str:
    """Seconds since 1970 of a written time; NULL if no format fits, or in years far off."""
    tried = []
    for form in times.formats:
        if form == ISO:  # a cast also takes words: infinity, epoch
            tried.append(f"CASE WHEN {text} < ':' THEN try_cast({text} AS TIMESTAMPTZ) END")
        elif "%z" in form or "%Z" in form:
            tried.append(f"try_strptime({text}, {quote(form)})")
        else:
            tried.append(f"timezone({quote(zone)}, try_strptime({text}, {quote(form)}))")
    time = f"coalesce({', '.join(tried)}, NULL::TIMESTAMPTZ)"
    seconds = f"CAST(floor(epoch_us({time}) / 1000000) AS BIGINT)"
    return f"CASE WHEN {seconds} BETWEEN {_EARLIEST} AND {_LATEST} THEN {seconds} END"


def _fault(mapping: ContactMapping) -> str:
    columns = mapping.content.columns
    faults = [("raw_customer = ''", marked(Fault.EMPTY, columns.customer))]
    if "" not in mapping.content.not_persons + mapping.content.never_claim:
        faults.append(("raw_who = ''", marked(Fault.NOBODY, columns.who)))
    for name in _times(mapping):
        column = columns.named()[name]
        faults.append((f"raw_{name} = ''", marked(Fault.EMPTY, column)))
        unread = marked(Fault.TIME, column, f"left(raw_{name}, 60)")
        faults.append((f"(raw_{name} <> '' AND time_{name} IS NULL)", unread))
    if columns.sequence:
        unread = marked(Fault.NUMBER, columns.sequence, "left(raw_sequence, 60)")
        faults.append(("try_cast(raw_sequence AS BIGINT) IS NULL", unread))
    if columns.id:
        faults.append(("raw_id = ''", marked(Fault.EMPTY, columns.id)))
    wrong = " OR ".join(condition for condition, _ in faults)
    marks = ", ".join(f"CASE WHEN {condition} THEN {message} END" for condition, message in faults)
    return f"CASE WHEN {wrong} THEN concat_ws({quote(BETWEEN)}, {marks}) END"


def _mark_duplicates(connection: Connection, column: str, name: str) -> None:
    """Every row but the first with the same number is broken."""
    connection.execute(f"""
        UPDATE contact
        SET fault = concat_ws({quote(BETWEEN)}, fault, {marked(Fault.TWICE, name, column)})
        FROM (SELECT {column} AS taken, min(rowid) AS first FROM contact WHERE {column} IS NOT NULL
              GROUP BY ALL HAVING count(*) > 1)
        WHERE contact.{column} = taken AND contact.rowid > first""")


def _first_problems(connection: Connection, source: Source, broken: int) -> list[Problem]:
    rows = connection.execute(
        f"SELECT line, reason FROM broken ORDER BY line LIMIT {SHOWN}"
    ).fetchall()
    problems = [Problem(told(str(reason)), source.path.name, int(line)) for line, reason in rows]
    if broken > SHOWN:
        more = Problem(
            said(
                "and {more:,} more: {broken:,} broken lines in all",
                more=broken - SHOWN,
                broken=broken,
            ),
            source.path.name,
            int(rows[-1][0]) + 1,
        )
        problems.append(more)
    problems[-1] = _with_hint(problems[-1])
    return problems


def _with_hint(problem: Problem) -> Problem:
    hint = said(
        "mend the file, or rule without these lines: --skip-broken lists them in rejected.csv"
    )
    return Problem(problem.message, problem.source, problem.line, problem.column, hint)
