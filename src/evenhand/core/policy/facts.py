"""The facts of a version: the catalogue, with what the policy adds to it and changes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evenhand.core.policy import schema
from evenhand.core.policy.complaints import a, nearest
from evenhand.core.policy.declare import Path, Report, missing_value
from evenhand.core.register.entry import EntryKind
from evenhand.core.said import said
from evenhand.core.types import Derivation, FactSpec, Type


@dataclass(frozen=True, slots=True)
class Declared:
    """Facts by path, and those among them whose derivation comes from the policy.

    Only the problems of the latter have a place in the file.
    """

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
        field = _declared(f"entry.{name}", typed, "policy")
        _add(report, result, ("entries", "fields", name), typed, field)
    for path, finding in written.findings.items():
        asked = replace(_declared(path, finding, "finding"), question=finding.question.text())
        _add(report, result, ("findings", path), finding, asked)
    derived = set()
    for path, fact in written.facts.items():
        spec = _amended(report, result, path, fact)
        if spec is not None:
            result[path] = spec
            derived.update([path] if fact.derive else [])
    places: dict[str, Path] = {
        **{f"entry.{name}": ("entries", "fields", name) for name in written.entries.fields},
        **{path: ("facts", path) for path in written.facts},
        **{path: ("findings", path) for path in written.findings},
    }
    for path, at in places.items():
        if path in result:
            _check_missing(report, (*at, "missing"), result[path])
    return Declared(result, frozenset(derived))


def _add(
    report: Report,
    facts: dict[str, FactSpec],
    at: Path,
    typed: schema.Typed,
    spec: FactSpec,
) -> None:
    """Puts in what is declared with all its parts; a finding may stand in for a standard fact."""
    before = facts.get(spec.path)
    if before is not None and (before.origin != "standard" or spec.origin == "policy"):
        report.add(at, said("{path} is declared already", path=spec.path), at_key=True)
    if typed.missing is None:
        unknown = spec.type is Type.BOOL or spec.origin == "finding"
        spec = replace(spec, missing="unknown" if unknown else "absent")
    facts[spec.path] = spec


def _declared(path: str, typed: schema.Typed, origin: str) -> FactSpec:
    return FactSpec(
        path,
        Type(typed.type),
        typed.label.text(),
        typed.missing,
        typed.values,
        typed.disputable,
        origin=origin,
    )


def _amended(
    report: Report, facts: Mapping[str, FactSpec], path: str, fact: schema.Fact
) -> FactSpec | None:
    """A fact of the policy's own, or a standard one as the policy changes it."""
    at: Path = ("facts", path)
    if path.startswith("entry."):
        report.add(at, said("a field of an entry is declared under entries.fields"), at_key=True)
        return None
    standard = facts.get(path)
    if standard is None and fact.label is None:
        message = said("{path} is no standard fact, so it needs a label", path=path)
        report.add(at, message, nearest(path, sorted(facts)), at_key=True)
        return None
    type_ = _type(report, facts, path, fact)
    if type_ is None:
        return None
    values = fact.values or (standard.values if standard else _reduced_values(fact.derive, facts))
    if type_ is Type.TEXT and not values:
        report.add(at, said("a text needs the list of its `values`"), at_key=True)
    before = standard or FactSpec(path, type_, missing=_nothing(type_))
    return replace(
        before,
        label=fact.label.text() if fact.label else before.label,
        missing=before.missing if fact.missing is None else fact.missing,
        values=values,
        disputable=before.disputable if fact.disputable is None else fact.disputable,
        derive=_derivation(fact.derive) if fact.derive else before.derive,
        origin="policy",
    )


def _type(
    report: Report, facts: Mapping[str, FactSpec], path: str, fact: schema.Fact
) -> Type | None:
    """The type as declared, as the standard fact has it, or as the derivation gives it."""
    standard = facts.get(path)
    if standard is not None:
        if fact.type and Type(fact.type) is not standard.type:
            message = said(
                "{path} is a standard fact of type {standard}; its type cannot change",
                path=path,
                standard=standard.type,
            )
            report.add(("facts", path, "type"), message)
            return None
        return standard.type
    if fact.type:
        return Type(fact.type)
    if fact.derive is None:
        report.add(
            ("facts", path), said("{path} needs a type or a derivation", path=path), at_key=True
        )
        return None
    type_ = reduced_type(fact.derive, facts)
    if type_ is None:
        no_field(report, ("facts", path, "derive", "of"), fact.derive.of, facts)
    return type_


def no_field(report: Report, at: Path, name: str, facts: Mapping[str, FactSpec]) -> None:
    """Report that entries have no field of this name."""
    fields = sorted(spec.name for spec in facts.values() if spec.scope == "entry")
    report.add(at, said("entries have no field {name}", name=name), nearest(name, fields))


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


def _reduced_values(derive: schema.Derive | None, facts: Mapping[str, FactSpec]) -> tuple[str, ...]:
    field_ = facts.get(f"entry.{derive.of}") if derive else None
    return field_.values if field_ else ()


def _check_missing(report: Report, at: Path, spec: FactSpec) -> None:
    if missing_value(spec) is None and spec.missing not in ("absent", "unknown"):
        message = said(
            "`missing` of {path} is absent, unknown or {type}, not {missing}",
            path=spec.path,
            type=a(spec.type),
            missing=spec.missing,
        )
        report.add(at, message)
    if spec.type is Type.BOOL and spec.missing == "absent":
        message = said(
            "{path} is a bool, which is never absent: say unknown, true or false", path=spec.path
        )
        report.add(at, message)
