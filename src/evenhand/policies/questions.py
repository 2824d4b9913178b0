"""The questions that `evenhand policy new` asks on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import typer
from pydantic import BaseModel, TypeAdapter, ValidationError

from evenhand.base.language import spoken
from evenhand.core.policy.places import Data, Located
from evenhand.core.policy.shape import told
from evenhand.core.said import said
from evenhand.policies.answers import GRADES, Answers, Intervals, checked

_LANGUAGES = {"en": said("English"), "zh": said("Chinese"), "vi": said("Vietnamese")}
_USUAL = {"H": "3", "A": "7", "B": "15", "C": "30"}


def ask() -> Answers:
    """Ask, each question again until its answer can be used."""
    found: dict[str, Data] = {"id": _asked("id", said("Id, such as north-sales"))}
    languages = _asked(
        "languages", said("Languages (en, zh, vi), the authoritative one first"), "en", _words
    )
    assert isinstance(languages, list)
    found["languages"] = languages
    found["title"] = {
        str(lang): _prompt(said("Title in {language}", language=_LANGUAGES[str(lang)]))
        for lang in languages
    }
    found |= {
        "effective_from": _asked("effective_from", said("In force from"), _first_of_year()),
        "time_zone": _asked("time_zone", said("Time zone"), "UTC"),
        "first_contact": _asked(
            "first_contact", said("Who was first: by contact, meeting or record"), "contact"
        ),
        "follow_up": _follow_up(),
        "registration_days": _days(
            "registration_days", said("Days a registration protects (0: none)")
        ),
        "appeal_days": _days("appeal_days", said("Days to appeal after a closing (0: no appeal)")),
        "ties": _asked(
            "ties",
            said("Where the rules do not decide: share, negotiation or forum"),
            "negotiation",
        ),
    }
    if found["ties"] == "negotiation":
        found["negotiation_days"] = _days("negotiation_days", said("Days to negotiate"), "5")
    found["forum"] = _asked(
        "forum", said("Who decides: head, joint_heads, company or general_manager"), "company"
    )
    return checked(Located(found, "answers"))


def _asked(
    field: str,
    question: str,
    default: str | None = None,
    read: Callable[[str], Data] = str,
    of: type[BaseModel] = Answers,
) -> Data:
    """An answer that the field takes."""
    adapter: TypeAdapter[object] = TypeAdapter(of.model_fields[field].rebuild_annotation())
    while True:
        try:
            answer = read(_prompt(question, default))
            adapter.validate_python(answer)
        except ValidationError as error:
            _complain(told(error.errors()[0]))
        except ValueError:
            _complain(said("a whole number is needed"))
        else:
            return answer


def _prompt(question: str, default: str | None = None) -> str:
    answer: str = typer.prompt(spoken(question), default=default)
    return answer


def _complain(message: str) -> None:
    typer.echo(f"  {spoken(message)}", err=True)


def _first_of_year() -> str:
    return date.today().replace(month=1, day=1).isoformat()  # noqa: DTZ011 - the asker's own day


def _words(answer: str) -> Data:
    return list(dict.fromkeys(answer.replace(",", " ").split()))


def _days(field: str, question: str, default: str = "0") -> Data:
    return _asked(field, question, default, int)


def _follow_up() -> Data:
    """Nothing, one interval, or one for each grade."""
    while True:
        how = _prompt(said("Follow-up is due: no, in so many days, or by grade"), "no")
        if how == "no":
            return 0
        if how == "grade":
            return {
                grade: _asked(
                    "H",
                    said("  Days with grade {grade}", grade=grade),
                    _USUAL[grade],
                    int,
                    Intervals,
                )
                for grade in GRADES
            }
        if how.isdecimal():
            return int(how)
        _complain(said("no, a number of days, or grade"))
