"""Values as people write them → codes, with every complaint placed in the file."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from evenhand.core.errors import Problem
from evenhand.core.policy.complaints import a
from evenhand.core.policy.declare import scalar
from evenhand.core.policy.expression import FACT_LIMIT, nearest
from evenhand.core.policy.places import Data, Located
from evenhand.core.policy.versions import EPOCH, Version, day_number
from evenhand.core.ruling.cases import ABSENT, KNOWN, UNKNOWN
from evenhand.core.said import said
from evenhand.core.types import FactSpec, Type

NOT_KNOWN = ("unknown", "?")

Scalar = bool | int | str
Key = tuple[str | int, ...]
Moment = tuple[int | None, int | None]
"""Day number and seconds since 1970-01-01T00:00Z.

Seconds None where only a date is known, both None where nothing is.
"""


class Values:
    """Reads the values of one dossier in the terms of a version, and collects what is wrong."""

    def __init__(self, located: Located, version: Version, base: Key) -> None:
        self.located, self.version, self.base = located, version, base
        self.problems: list[Problem] = []
        self.zone = ZoneInfo(version.time_zone)

    def complain(self, path: Key, message: str, hint: str = "", *, at_key: bool = False) -> None:
        self.problems.append(
            self.located.problem((*self.base, *path), message, hint, at_key=at_key)
        )

    def read(self, at: Key, spec: FactSpec, value: Data) -> tuple[int, int]:
        """Code and state of a value as written."""
        if value is None or value in NOT_KNOWN:
            return self._nothing(at, spec, value)
        if isinstance(value, dict | list):
            self.complain(at, said("one value is needed for {path}", path=spec.path))
            return 0, KNOWN
        if spec.type is Type.TEXT:
            return self._text(at, spec, str(value)), KNOWN
        if spec.type is Type.INSTANT:
            return self._instant(at, spec, value), KNOWN
        if spec.type is Type.DATE and isinstance(value, str) and "T" in value:
            return self.moment(at, value)[0] or 0, KNOWN
        return self._code(at, spec, value), KNOWN

    def _instant(self, at: Key, spec: FactSpec, value: Data) -> int:
        day, seconds = self.moment(at, value)
        if day is not None and seconds is None:
            self.complain(
                at,
                said("{path} needs a time of day", path=spec.path),
                said("e.g. 2013-03-01T10:00"),
            )
        return seconds or 0

    def _nothing(self, at: Key, spec: FactSpec, value: Data) -> tuple[int, int]:
        """`null` is absent, `unknown` unknown."""
        if value is None and not spec.nullable:
            message = said(
                "{path} is {type}, which is never absent", path=spec.path, type=a(spec.type)
            )
            self.complain(at, message, _likely(spec.type))
        if spec.type is Type.BOOL:
            return UNKNOWN, KNOWN
        return 0, ABSENT if value is None else UNKNOWN

    def _code(self, at: Key, spec: FactSpec, value: Scalar) -> int:
        literal = scalar(value)
        is_place = spec.type is Type.POSITION and literal.type is Type.INT
        if literal.type is not spec.type and not is_place:
            message = said(
                "{path} is {type}, which {value} is not",
                path=spec.path,
                type=a(spec.type),
                value=value,
            )
            self.complain(at, message, _form(spec.type))
            return 0
        code = int(literal.value)
        if abs(code) > FACT_LIMIT:
            self.complain(at, said("{value} is larger than any value this can hold", value=value))
        return code

    def _text(self, at: Key, spec: FactSpec, value: str) -> int:
        if value not in spec.values:
            self.complain(
                at,
                said("{path} is never {value}", path=spec.path, value=value),
                nearest(value, list(spec.values)) or said("known: {known}", known=spec.values),
            )
            return 0
        return self.version.vocabulary.code(value)

    def moment(self, at: Key, value: Data) -> Moment:
        """Day number and seconds of a time as written.

        Seconds None if only a date is known, both None if unknown.
        """
        if value in NOT_KNOWN or value is None:
            return None, None
        text = str(value).strip()
        try:
            if len(text) <= 10:
                return day_number(text), None
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.complain(
                at,
                said("{text} is not a date or time", text=text),
                said("write 2013-03-01 or 2013-03-01T10:00, with +08:00 for a zone of its own"),
            )
            return None, None
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self.zone)
        return (moment.astimezone(self.zone).date() - EPOCH).days, int(
            moment.astimezone(UTC).timestamp()
        )


_FORMS = {
    Type.BOOL: said("true, false or unknown"),
    Type.INT: said("a whole number such as 3"),
    Type.DATE: said("a date such as 2013-03-01"),
    Type.DAYS: said("calendar days such as 3d"),
    Type.WORKDAYS: said("working days such as 3bd"),
    Type.ELAPSED: said("elapsed time such as 72h"),
    Type.POSITION: said("a register number such as 12"),
}


def _form(type_: Type) -> str:
    return said("write {form}", form=_FORMS[type_]) if type_ in _FORMS else ""


def _likely(type_: Type) -> str:
    """What to say of a fact that is never absent."""
    if type_ is Type.BOOL or type_ not in _FORMS:
        return said("say {likely}", likely=_FORMS.get(type_, "unknown"))
    return said("say {likely}, or unknown", likely=_FORMS[type_])
