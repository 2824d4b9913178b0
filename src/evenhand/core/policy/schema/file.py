"""A policy file and its versions, and the JSON Schema of it."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from evenhand.core.policy.schema.examples import Example
from evenhand.core.policy.schema.facts import Define, EntryDeclarations, Fact, Finding, Param
from evenhand.core.policy.schema.outcomes import Conduct, Procedure
from evenhand.core.policy.schema.parts import (
    Cite,
    FactPath,
    IsoDate,
    Name,
    Part,
    Scalar,
    Slug,
    Wording,
    refuse,
)
from evenhand.core.policy.schema.remedies import Remedy, Stake
from evenhand.core.policy.schema.steps import OnMissing, Otherwise, Step
from evenhand.core.said import said

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Article(Wording):
    """The text of one article, where it comes from, and how it was read."""

    authoritative: Literal["en", "zh", "vi"] | None = None
    """By default the only language the text is in, zh where there are several."""
    source: str = ""
    note: str | Wording = ""
    not_encoded: str = ""

    @model_validator(mode="after")
    def _authoritative_is_there(self) -> Self:
        if not getattr(self, self.binding):
            raise refuse(
                said(
                    "the authoritative text ({binding}) is missing: write it, or say which of the "
                    "others is `authoritative`",
                    binding=self.binding,
                )
            )
        return self

    @property
    def binding(self) -> str:
        """The language whose text is authoritative."""
        written = [code for code, _ in self.text().items()]
        return self.authoritative or (written[0] if len(written) == 1 else "zh")


class Effective(Part):
    """The dates between which a version is in force: `from` inclusive, `until` exclusive."""

    from_: IsoDate = Field(alias="from")
    until: IsoDate | None = None


class Calendar(Part):
    """Which days are working days."""

    weekend: tuple[Weekday, ...] = ("sat", "sun")
    holidays: tuple[IsoDate, ...] = ()
    workdays: tuple[IsoDate, ...] = ()


class Forum(Part):
    """Who decides what is referred to them."""

    label: Wording
    cites: tuple[Cite, ...] = ()


class Version(Part):
    """One dated version of the policy."""

    id: Annotated[Slug, BeforeValidator(lambda value: str(value) if type(value) is int else value)]
    effective: Effective
    governing_date: tuple[FactPath, ...] = ("dispute.as_of",)
    time_zone: str = "UTC"
    calendar: Calendar = Calendar()
    articles: dict[str, Article] = Field(min_length=1)
    entries: EntryDeclarations = EntryDeclarations()
    forums: dict[Slug, Forum] = Field(default_factory=dict)
    stakes: dict[Name, Stake] = Field(default_factory=dict)
    params: dict[Name, Param | Scalar | tuple[Scalar, ...]] = Field(default_factory=dict)
    tables: dict[Name, dict[str, object]] = Field(default_factory=dict)
    findings: dict[FactPath, Finding] = Field(default_factory=dict)
    facts: dict[FactPath, Fact] = Field(default_factory=dict)
    define: dict[FactPath, Define] = Field(default_factory=dict)
    steps: tuple[Step, ...] = Field(min_length=1)
    tie: Otherwise
    if_none_remain: Otherwise
    on_missing: Literal["proceed"] | OnMissing
    conduct: tuple[Conduct, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    procedure: Procedure = Procedure()
    examples: tuple[Example, ...] = ()


class PolicyFile(Part):
    """A policy file: all versions of one policy."""

    policy: Slug
    title: Wording
    versions: tuple[Version, ...] = Field(min_length=1)


def json_schema() -> dict[str, object]:
    """The JSON Schema of a policy file, for editors (draft 2020-12)."""
    schema = PolicyFile.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
