"""The mistakes that can be made at one place of a version."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from evenhand.core.policy.spots import reads_number
from evenhand.core.policy.tree import Compare, Has, In, Literal, Node, Not, Path, Quantifier
from evenhand.core.policy.versions import Best, day_text
from evenhand.core.said import said
from evenhand.core.types import Type

OPERATORS = {
    "drop": said("leave out a step, an item of a score, a clause of conduct or a remedy"),
    "swap": said("let two neighbouring steps change places"),
    "flip": said("turn a comparison round: < and >, <= and >="),
    "unit": said(
        "one more or one less: of a number, or of what a comparison without one lets through"
    ),
    "negate": said("say the opposite of one atom"),
    "opposite": said("earliest for latest, most for least, first for last, smallest for largest"),
    "forum": said("refer to somebody else, or refer what was given away"),
}
"""Every kind of mistake that is made, in this order."""

_TURNED = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
_STRICT = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
EDGES = {"from": "after", "after": "from", "until": "through", "through": "until"}
OPPOSITE = {"earliest": "latest", "most": "least", "first": "last", "min": "max"}
OPPOSITE |= {value: key for key, value in OPPOSITE.items()}
NUMBERS = (Type.INT, Type.DAYS, Type.WORKDAYS, Type.ELAPSED, Type.DATE)
_SECONDS = {"h": 3600, "m": 60}


def mistakes(part: Node) -> Iterator[tuple[str, str, Node]]:
    """The mistakes that can be made at one part of an expression: operator, how told, new part."""
    if isinstance(part, Compare) and part.op in _TURNED:
        turned = replace(part, op=_TURNED[part.op])
        yield (
            "flip",
            said("{before} → {after} in `{part}`", before=part.op, after=turned.op, part=part.text),
            turned,
        )
        if not reads_number(part):
            strict = replace(part, op=_STRICT[part.op])
            yield (
                "unit",
                said(
                    "{before} → {after} in `{part}`",
                    before=part.op,
                    after=strict.op,
                    part=part.text,
                ),
                strict,
            )
    if isinstance(part, Literal) and part.type in NUMBERS:
        for new in one_off(part):
            yield "unit", f"{part.text} → {new.text}", new
    is_atom = isinstance(part, Compare | In | Has | Quantifier | Path) and part.type is Type.BOOL
    if is_atom:
        told = f"!({part.text})"
        yield "negate", told, Not(Type.BOOL, False, told, part)


def as_written(type_: Type, value: int) -> Literal:
    """A number of a table as a literal."""
    literal = Literal(type_, False, "h" if type_ is Type.ELAPSED else "", value)
    size = 3600 if type_ is Type.ELAPSED else 1
    return replace(literal, text=written(literal, value, size))


def one_off(literal: Literal) -> Iterator[Literal]:
    """One unit less and one more, the unit being that in which it is written."""
    size = 1
    if literal.type is Type.ELAPSED:
        size = _SECONDS.get(literal.text[-1:], 1)
    for value in (int(literal.value) - size, int(literal.value) + size):
        yield replace(literal, value=value, text=written(literal, value, size))


def written(literal: Literal, value: int, size: int = 1) -> str:
    """A value of the literal's type as a policy writes it, in units of `size`."""
    if literal.type is Type.DATE:
        return day_text(value)
    ending = {Type.DAYS: "d", Type.WORKDAYS: "bd", Type.ELAPSED: literal.text[-1:]}
    return f"{value // size}{ending.get(literal.type, '')}"


def opposite(best: Best) -> Best:
    """The other end ranks first."""
    return replace(best, direction=OPPOSITE[best.direction])
