"""What a version declares: dates, kinds, params and tables, each checked where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from zoneinfo import available_timezones

from evenhand.core.errors import Problem
from evenhand.core.policy import schema
from evenhand.core.policy.complaints import Refusal, nearest
from evenhand.core.policy.lists import Constants, listed
from evenhand.core.policy.literals import FACT_LIMIT, duration
from evenhand.core.policy.names import Table
from evenhand.core.policy.places import Located
from evenhand.core.policy.tree import Literal
from evenhand.core.policy.versions import WorkDays, day_number
from evenhand.core.register.entry import KINDS, EntryKind
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Text, Type

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Path = tuple[str | int, ...]

FORUMS: dict[str, Text] = {
    "parties": Text("the parties themselves", "当事人双方", "các bên liên quan"),
    "mediator": Text("a mediator", "调解人", "người hòa giải"),
    "negotiation": Text("friendly negotiation", "友好协商", "thương lượng"),
    "head": Text("the department head", "部门负责人", "trưởng bộ phận"),
    "joint_heads": Text(
        "both department heads jointly", "双方部门负责人共同", "hai trưởng bộ phận cùng quyết"
    ),
    "company": Text("the company's ruling", "公司裁定", "công ty phân xử"),
    "general_manager": Text("the general manager", "总经理", "tổng giám đốc"),
    "gather": Text("gathering of the missing evidence", "补充证据", "thu thập thêm bằng chứng"),
}


@dataclass(slots=True)
class Report:
    """Collects the problems of one version, each with its place in the file."""

    located: Located
    base: Path
    problems: list[Problem] = field(default_factory=list)

    def add(self, path: Path, message: str, hint: str = "", *, at_key: bool = False) -> None:
        """A problem at a path relative to the version."""
        self.problems.append(
            self.located.problem((*self.base, *path), message, hint, at_key=at_key)
        )


def day(report: Report, path: Path, iso: str | None) -> int:
    """The day number of a date, or 0 with a problem."""
    if iso is None:
        return 0
    try:
        return day_number(iso)
    except ValueError:
        report.add(path, said("{value} is not a date of the calendar", value=iso))
        return 0


def work_days(report: Report, written: schema.Calendar) -> WorkDays:
    """The working days of the version."""

    def days(name: str, dates: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(day(report, ("calendar", name, index), iso) for index, iso in enumerate(dates))

    weekend = tuple(WEEKDAYS.index(name) for name in written.weekend)
    if len(set(weekend)) == len(WEEKDAYS):
        report.add(("calendar", "weekend"), said("a week needs at least one working day"))
    return WorkDays(weekend, days("holidays", written.holidays), days("workdays", written.workdays))


def time_zone(report: Report, name: str) -> str:
    """A known IANA time zone."""
    known = _time_zones()
    if name in known:
        return name
    report.add(
        ("time_zone",),
        said("{name} is no known time zone", name=name),
        nearest(name, sorted(known)),
    )
    return "UTC"


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def kinds(report: Report, written: schema.EntryDeclarations) -> dict[str, EntryKind]:
    """The standard kinds and those the policy adds."""
    result = dict(KINDS)
    for name, kind in written.kinds.items():
        if name in KINDS or name == "contact":
            report.add(
                ("entries", "kinds", name),
                said("{name} is a standard kind already", name=name),
                at_key=True,
            )
        result[name] = EntryKind(
            name, kind.label.text(), contact=kind.contact, makes_party=kind.contact
        )
    return result


def scalar(value: schema.Scalar) -> Literal:
    """A value as written, typed by its form: true, 3, 3d, 3bd, 72h, 2013-01-27, or a text."""
    text = str(value)
    if isinstance(value, bool):
        return Literal(Type.BOOL, False, text.lower(), 2 if value else 0)
    if isinstance(value, int):
        return Literal(Type.INT, False, text, value)
    if (length := duration(value)) is not None:
        return length
    try:
        return Literal(Type.DATE, False, text, day_number(value))
    except ValueError:
        return Literal(Type.TEXT, False, text, value)


@dataclass(frozen=True, slots=True)
class Params:
    """The named limits of a version, and its named lists."""

    single: dict[str, Literal] = field(default_factory=dict)
    lists: dict[str, Constants] = field(default_factory=dict)


def params(
    report: Report,
    written: Mapping[str, schema.Param | schema.Scalar | tuple[schema.Scalar, ...]],
) -> Params:
    """The named limits and lists, typed by their form."""
    result = Params()
    for name, param in written.items():
        at: Path = (
            ("params", name, "value") if isinstance(param, schema.Param) else ("params", name)
        )
        value = param.value if isinstance(param, schema.Param) else param
        if not isinstance(value, tuple):
            result.single[name] = _counted(report, at, scalar(value))
            continue
        elements = [_counted(report, (*at, place), scalar(one)) for place, one in enumerate(value)]
        try:
            result.lists[name] = listed(elements, f"params.{name}")
        except Refusal as refusal:
            report.add(at, *refusal.reasons[0])
    return result


def _counted(report: Report, at: Path, literal: Literal) -> Literal:
    """The same; a number too large for sums, or a day that no calendar has, is reported."""
    if literal.type is Type.TEXT and _DAY.fullmatch(literal.text):
        report.add(at, said("{value} is not a date of the calendar", value=literal.text))
    if isinstance(literal.value, int) and abs(literal.value) > FACT_LIMIT:
        report.add(at, said("{value} is larger than any value this can hold", value=literal.text))
    return literal


_OPTIONS = ("by", "cites", "label")


def tables(
    report: Report, written: Mapping[str, Mapping[str, object]], facts: Mapping[str, FactSpec]
) -> dict[str, Table]:
    """Look-ups by a text fact."""
    result = {}
    texts = {
        path: fact
        for path, fact in facts.items()
        if fact.type is Type.TEXT and fact.scope != "entry"
    }
    for name, rows in written.items():
        by = rows.get("by")
        if not isinstance(by, str) or by not in texts:
            message = said("`by` names the text fact to look up by, e.g. me.grade, not {by}", by=by)
            report.add(("tables", name), message, nearest(str(by), sorted(texts)))
            continue
        inner = rows.get("values")
        values = {key: value for key, value in rows.items() if key not in _OPTIONS}
        at: Path = ("tables", name)
        if isinstance(inner, dict):
            values, at = inner, ("tables", name, "values")
        table = _table(report, at, name, texts[by], values)
        if table is not None:
            result[name] = table
    return result


def _table(
    report: Report, at: Path, name: str, by: FactSpec, rows: Mapping[str, object]
) -> Table | None:
    literals = {
        key: _counted(report, (*at, key), scalar(value))
        for key, value in rows.items()
        if isinstance(value, bool | int | str)
    }
    for key in rows:
        if key not in by.values:
            hint = nearest(key, by.values) or said("known: {known}", known=by.values)
            report.add(
                (*at, key),
                said("{path} is never {value}", path=by.path, value=key),
                hint,
                at_key=True,
            )
    types = {literal.type for literal in literals.values()}
    if len(types) != 1 or len(literals) != len(rows) or types & {Type.TEXT, Type.BOOL}:
        message = said("the values of a table are numbers, dates or durations, all of one type")
        report.add(("tables", name), message)
        return None
    values = {key: int(literal.value) for key, literal in literals.items()}
    return Table(name, by.path, types.pop(), values)


def missing_value(spec: FactSpec) -> int | str | None:
    """The value that stands for nothing on record.

    None when that is absent or unknown, or is not of the type.
    """
    if spec.missing in ("absent", "unknown") or not isinstance(spec.missing, bool | int | str):
        return None
    literal = scalar(spec.missing)
    if spec.type is Type.TEXT:
        return str(spec.missing) if str(spec.missing) in spec.values else None
    return literal.value if literal.type is spec.type else None
