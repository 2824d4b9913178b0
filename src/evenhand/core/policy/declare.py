"""What a version declares: dates, kinds, params, tables, facts and findings, each checked where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from zoneinfo import available_timezones

from evenhand.core.errors import Problem
from evenhand.core.policy import schema
from evenhand.core.policy.expression import FACT_LIMIT, Table, duration, nearest
from evenhand.core.policy.places import Located
from evenhand.core.policy.tree import Literal
from evenhand.core.policy.versions import WorkDays, day_number
from evenhand.core.register.entry import KINDS, EntryKind
from evenhand.core.types import Derivation, FactSpec, Text, Type

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
        report.add(path, f"{iso} is not a date of the calendar")
        return 0


def work_days(report: Report, written: schema.Calendar) -> WorkDays:
    """The working days of the version."""

    def days(name: str, dates: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(day(report, ("calendar", name, index), iso) for index, iso in enumerate(dates))

    weekend = tuple(WEEKDAYS.index(name) for name in written.weekend)
    if len(set(weekend)) == len(WEEKDAYS):
        report.add(("calendar", "weekend"), "a week needs at least one working day")
    return WorkDays(weekend, days("holidays", written.holidays), days("workdays", written.workdays))


def time_zone(report: Report, name: str) -> str:
    """A known IANA time zone."""
    if name not in available_timezones():
        report.add(
            ("time_zone",),
            f"{name} is no known time zone",
            nearest(name, sorted(available_timezones())),
        )
        return "UTC"
    return name


def kinds(report: Report, written: schema.EntryDeclarations) -> dict[str, EntryKind]:
    """The standard kinds and those the policy adds."""
    result = dict(KINDS)
    for name, kind in written.kinds.items():
        if name in KINDS or name == "contact":
            report.add(
                ("entries", "kinds", name), f"{name} is a standard kind already", at_key=True
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


def params(
    report: Report, written: Mapping[str, schema.Param | schema.Scalar]
) -> dict[str, Literal]:
    """The named limits, typed by their form."""
    result = {}
    for name, param in written.items():
        literal = scalar(param.value if isinstance(param, schema.Param) else param)
        if isinstance(literal.value, int) and abs(literal.value) > FACT_LIMIT:
            report.add(("params", name), f"{literal.text} is larger than any value this can hold")
        result[name] = literal
    return result


def tables(
    report: Report, written: Mapping[str, Mapping[str, object]], facts: Mapping[str, FactSpec]
) -> dict[str, Table]:
    """Look-ups by a text fact."""
    result = {}
    for name, rows in written.items():
        by = rows.get("by")
        values = (
            rows.get("values")
            if isinstance(rows.get("values"), dict)
            else {k: v for k, v in rows.items() if k not in ("by", "cites", "label")}
        )
        spec = facts.get(by) if isinstance(by, str) else None
        if spec is None or spec.type is not Type.TEXT or spec.scope == "entry":
            hint = nearest(
                str(by),
                sorted(
                    path
                    for path, fact in facts.items()
                    if fact.type is Type.TEXT and fact.scope != "entry"
                ),
            )
            report.add(
                ("tables", name),
                f"`by` names the text fact to look up by, e.g. me.grade, not {by}",
                hint,
            )
            continue
        table = _table(report, name, spec, values if isinstance(values, dict) else {})
        if table is not None:
            result[name] = table
    return result


def _table(report: Report, name: str, by: FactSpec, rows: Mapping[str, object]) -> Table | None:
    literals = {
        key: scalar(value) for key, value in rows.items() if isinstance(value, bool | int | str)
    }
    for key in rows:
        if key not in by.values:
            report.add(
                ("tables", name, key),
                f"{by.path} is never {key}",
                nearest(key, list(by.values)) or f"known: {', '.join(by.values)}",
                at_key=True,
            )
    types = {literal.type for literal in literals.values()}
    if len(types) != 1 or len(literals) != len(rows) or types & {Type.TEXT, Type.BOOL}:
        report.add(
            ("tables", name),
            "the values of a table are numbers, dates or durations, all of one type",
        )
        return None
    return Table(
        name, by.path, types.pop(), {key: int(literal.value) for key, literal in literals.items()}
    )


@dataclass(frozen=True, slots=True)
class Declared:
    """Facts by path, and those among them whose derivation comes from the policy (for the place of problems)."""

    facts: dict[str, FactSpec]
    derived_here: frozenset[str]


def facts(
    report: Report,
    written: schema.Version,
    catalogue: Mapping[str, FactSpec],
    known: Mapping[str, EntryKind],
) -> Declared:
    """The catalogue, with what the version adds to it and changes of it."""
    result = dict(catalogue)
    names = tuple(known)
    result["entry.kind"] = replace(result["entry.kind"], values=names)
    result["me.channel"] = replace(result["me.channel"], values=names)
    for name, typed in written.entries.fields.items():
        _add(report, result, f"entry.{name}", ("entries", "fields", name), typed, "policy")
    for path, finding in written.findings.items():
        _add(report, result, path, ("findings", path), finding, "finding")
        result[path] = replace(result[path], question=finding.question.text())
    derived = set()
    for path, fact in written.facts.items():
        spec = _amended(report, result, path, fact)
        if spec is not None:
            result[path] = spec
            derived.update([path] if fact.derive else [])
    for path in {
        *written.findings,
        *written.facts,
        *(f"entry.{name}" for name in written.entries.fields),
    } & set(result):
        _check_missing(report, written, result[path])
    return Declared(result, frozenset(derived))


def _add(
    report: Report,
    facts: dict[str, FactSpec],
    path: str,
    at: Path,
    typed: schema.Typed,
    origin: str,
) -> None:
    if path in facts and facts[path].origin != "standard" or (path in facts and origin == "policy"):
        report.add(at, f"{path} is declared already", at_key=True)
    type_ = Type(typed.type)
    if typed.missing is None:
        missing: object = "unknown" if type_ is Type.BOOL or origin == "finding" else "absent"
    else:
        missing = typed.missing
    facts[path] = FactSpec(
        path,
        type_,
        typed.label.text(),
        missing,
        typed.values,
        typed.disputable,
        None,
        origin=origin,
    )


def _amended(
    report: Report, facts: Mapping[str, FactSpec], path: str, fact: schema.Fact
) -> FactSpec | None:
    if path.startswith("entry."):
        report.add(
            ("facts", path), "a field of an entry is declared under entries.fields", at_key=True
        )
        return None
    standard = facts.get(path)
    derive = _derivation(fact.derive) if fact.derive else standard and standard.derive
    if standard is None and fact.label is None:
        close = nearest(path, sorted(facts))
        report.add(
            ("facts", path), f"{path} is no standard fact, so it needs a label", close, at_key=True
        )
        return None
    type_ = (
        Type(fact.type)
        if fact.type
        else standard.type
        if standard
        else _reduced(fact.derive, facts)
    )
    if type_ is None:
        report.add(("facts", path), f"{path} needs a type or a derivation", at_key=True)
        return None
    if standard is not None and type_ is not standard.type:
        report.add(
            ("facts", path, "type"),
            f"{path} is a standard fact of type {standard.type}; its type cannot change",
        )
        return None
    label = fact.label.text() if fact.label else standard.label if standard else Text()
    values = fact.values or (standard.values if standard else _reduced_values(fact.derive, facts))
    missing = (
        fact.missing
        if fact.missing is not None
        else standard.missing
        if standard
        else _nothing(type_)
    )
    disputable = (
        fact.disputable
        if fact.disputable is not None
        else standard.disputable
        if standard
        else True
    )
    if type_ is Type.TEXT and not values:
        report.add(("facts", path), "a text needs the list of its `values`", at_key=True)
    return FactSpec(
        path, type_, label, missing, values, disputable, derive or None, origin="policy"
    )


def _nothing(type_: Type) -> object:
    return {Type.BOOL: False, Type.INT: 0}.get(type_, "absent")


def _derivation(written: schema.Derive) -> Derivation:
    return Derivation(**{name: getattr(written, name) for name in Derivation.__dataclass_fields__})


_REDUCED: dict[str, Type] = {
    "any": Type.BOOL,
    "count": Type.INT,
    "longest_gap": Type.DAYS,
    "overdue": Type.DAYS,
    "live_since": Type.DATE,
}


def reduced_type(derive: Derivation | schema.Derive, facts: Mapping[str, FactSpec]) -> Type | None:
    """The type that a reducer gives, or None if it reads a field that does not exist."""
    field_ = facts.get(f"entry.{derive.of}")
    return _REDUCED.get(derive.reduce) or (field_.type if field_ else None)


def _reduced(derive: schema.Derive | None, facts: Mapping[str, FactSpec]) -> Type | None:
    return reduced_type(derive, facts) if derive else None


def _reduced_values(derive: schema.Derive | None, facts: Mapping[str, FactSpec]) -> tuple[str, ...]:
    field_ = facts.get(f"entry.{derive.of}") if derive else None
    return field_.values if field_ else ()


def _check_missing(report: Report, written: schema.Version, spec: FactSpec) -> None:
    section = (
        "findings"
        if spec.path in written.findings
        else "facts"
        if spec.path in written.facts
        else "entries"
    )
    at: Path = (
        (section, spec.path, "missing")
        if section != "entries"
        else ("entries", "fields", spec.name, "missing")
    )
    if missing_value(spec) is None and spec.missing not in ("absent", "unknown"):
        report.add(
            at, f"`missing` of {spec.path} is absent, unknown or a {spec.type}, not {spec.missing}"
        )
    if spec.type is Type.BOOL and spec.missing == "absent":
        report.add(at, f"{spec.path} is a bool, which is never absent: say unknown, true or false")


def missing_value(spec: FactSpec) -> int | str | None:
    """The value that stands for nothing on record, None when that is absent or unknown (or not of the type)."""
    if spec.missing in ("absent", "unknown") or not isinstance(spec.missing, bool | int | str):
        return None
    literal = scalar(spec.missing)
    if spec.type is Type.TEXT:
        return str(spec.missing) if str(spec.missing) in spec.values else None
    return literal.value if literal.type is spec.type else None
