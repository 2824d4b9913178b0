"""What comes in with a request to rule: policy, version, and a dossier as text or filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict

from evenhand.base.language import spoken
from evenhand.core.errors import DossierRefused, Problem, TooLarge
from evenhand.core.policy.places import Key, Located
from evenhand.core.policy.versions import Version
from evenhand.core.said import Said, said, together
from evenhand.customers.models import Customer
from evenhand.disputes.deciding import policy_for
from evenhand.disputes.drawn import Drawn
from evenhand.disputes.filled import (
    MOST_CLAIMANTS,
    MOST_ENTRIES,
    Filled,
    Part,
    asked,
    data_of,
    filled_from,
    kept_from,
    places_of,
)
from evenhand.disputes.from_register import customer_to_rule, draw_up
from evenhand.disputes.offers import offer_named, policies_offered
from evenhand.disputes.samples import as_yaml, sample_named
from evenhand.disputes.trial import MOST_BYTES, read_dossier_text
from evenhand.people.models import User
from evenhand.policies.offers import Offer, key_of
from evenhand.policies.shipped import ReadPolicy, decoded

TEXT, FORM = "text", "form"
_CLAIMANT = re.compile(r"claimant-([0-9]{1,3})-id")
_ENTRY = re.compile(r"entry-([0-9]{1,3})-kind")


@dataclass(slots=True)
class Entering:
    """A dossier that is being entered, under a policy."""

    offers: list[Offer]
    offer: Offer
    read: ReadPolicy
    version_id: str = ""
    way: str = FORM
    text: str = ""
    filled: Filled = field(default_factory=Filled)
    remarks: list[Said] = field(default_factory=list)
    """What is missing from what the register filled in."""

    @property
    def version(self) -> Version:
        """The version whose facts are asked for."""
        policy = self.read.policy
        return policy.version(self.version_id) if self.version_id else policy.versions[-1]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been entered yet."""
        if self.way == TEXT:
            return not self.text.strip()
        named = any(part.values.get("label") for part in self.filled.claimants)
        return not named and not self.filled.entries

    def written(self) -> str:
        """The dossier as a text, whichever way it is entered."""
        return self.text if self.way == TEXT else as_yaml(data_of(self.filled, self.version))

    def turn_to(self, way: str) -> None:
        """Go on the other way. Raises DossierRefused, TooLarge; then it stays as it was."""
        if way == self.way:
            return
        text = self.written()
        if way == FORM:
            self.filled = filled_from(
                read_dossier_text(text).data if text.strip() else {}, self.version
            )
            self.at_least_two()
        self.text, self.way = text, way

    def at_least_two(self) -> None:
        """A dispute has two sides."""
        while len(self.filled.claimants) < 2:
            self.add_claimant()

    def add_claimant(self) -> None:
        """One more, up to MOST_CLAIMANTS."""
        taken = {part.values["id"] for part in self.filled.claimants}
        if len(taken) < MOST_CLAIMANTS:
            free = next(name for n in range(1, 2000) if (name := f"c{n}") not in taken)
            self.filled.claimants.append(Part({"id": free, "label": ""}))

    def add_entry(self) -> None:
        """One more, up to MOST_ENTRIES; by whoever made the last one."""
        if len(self.filled.entries) < MOST_ENTRIES:
            self.filled.entries.append(Part({"who": "", "kind": ""}))


def entered(request: HttpRequest, user: User, *, with_file: bool = True) -> Entering:
    """What a request brings. Raises NotFound, TooLarge, DossierRefused."""
    given = request.POST if request.method == "POST" else request.GET
    offers = policies_offered(user)
    wanted = given.get("customer", "") if request.method == "GET" else ""
    customer = customer_to_rule(user, wanted) if wanted else None
    drawn = draw_up(customer) if customer else None
    in_force = policy_for(customer, drawn) if customer and drawn else None
    key = given.get("policy", "") or (key_of(in_force) if in_force else offers[0].key)
    known, read = offer_named(user, key, offers)
    if known not in offers:
        offers.append(known)
    version_id = given.get("version", "")
    if version_id not in known.versions:
        version_id = ""
    entering = Entering(offers, known, read, version_id)
    if customer and drawn:
        entering.remarks = [*drawn.remarks, *([] if in_force else [_no_policy(customer, drawn)])]
        entering.way, entering.text = TEXT, drawn.text
        if given.get("way") != TEXT and given.get("do") != "rule":
            with suppress(TooLarge):  # then it stays a text
                entering.turn_to(FORM)
    elif name := given.get("example", ""):
        entering.way, entering.text = TEXT, sample_named(read, name).text
        if given.get("way") != TEXT and given.get("do") != "rule":
            entering.turn_to(FORM)
    elif given.get("way", FORM) == TEXT:
        entering.way, entering.text = TEXT, _text(request, with_file=with_file)
    elif request.method == "POST":
        entering.filled = _filled(request.POST, entering.version)
    if entering.way == FORM:
        entering.at_least_two()
    return entering


def _no_policy(customer: Customer, drawn: Drawn) -> Said:
    return said(
        "No policy is in force at {outlet} on {day}: what is chosen here is only tried.",
        outlet=customer.outlet.name,
        day=drawn.governing_day.isoformat(),
    )


def _text(request: HttpRequest, *, with_file: bool) -> str:
    """From a file if there is one, else from the text area."""
    file = request.FILES.get("file")
    if with_file and isinstance(file, UploadedFile):
        return uploaded_text(file)
    return (request.POST.get("text", "")).replace("\r\n", "\n")


def uploaded_text(file: UploadedFile[bytes]) -> str:
    """The text of a file. Raises TooLarge, DossierRefused."""
    return decoded(uploaded(file, MOST_BYTES), file.name or "", DossierRefused).replace(
        "\r\n", "\n"
    )


def uploaded(file: UploadedFile[bytes], most: int) -> bytes:
    """What is in a file. Raises TooLarge."""
    if (file.size or 0) > most:
        raise TooLarge(
            said("{file} is larger than the {most:,} bytes allowed", file=file.name, most=most)
        )
    content: bytes = file.read()
    return content


def _filled(post: QueryDict, version: Version) -> Filled:
    """What stands in the fields of the form."""
    shown = tuple(one for one in post.getlist("shown") if one in version.facts)
    if (more := post.get("further", "")) in version.facts and post.get("do") == "add-fact":
        shown = (*shown, more)
    specs = asked(version, shown)
    names = {
        scope: [one.name for one in specs if one.scope == scope]
        for scope in ("me", "deal", "dispute")
    }
    fields = ("id", "who", "kind", "at", "at_time", "recorded", "recorded_time", "on_behalf_of")
    own = [one.name for one in version.facts.values() if one.scope == "entry"]
    return Filled(
        [
            _part(post, f"claimant-{n}", ("id", "label", *names["me"]))
            for n in _numbers(post, _CLAIMANT)
        ],
        _part(post, "deal", names["deal"]),
        _part(post, "dispute", names["dispute"]),
        [_part(post, f"entry-{n}", (*fields, *own)) for n in _numbers(post, _ENTRY)],
        shown,
        kept_from(post.get("kept", "")),
    )


def _numbers(post: QueryDict, pattern: re.Pattern[str]) -> list[int]:
    return sorted({int(found[1]) for name in post if (found := pattern.fullmatch(name))})


def _part(post: QueryDict, prefix: str, names: Iterable[str]) -> Part:
    values = {name: post.get(f"{prefix}-{name}", "").strip() for name in names}
    return Part(values, kept_from(post.get(f"{prefix}-kept", "")))


# What is wrong


def by_field(error: DossierRefused, filled: Filled, located: Located) -> dict[str, tuple[str, ...]]:
    """What is wrong in a dossier, by the field in which it was filled in."""
    fields = places_of(filled)
    paths = {place: path for path, place in located.places.items()}
    paths |= {place: path for path, place in located.keys.items() if len(path) > 2}
    found: dict[str, list[str]] = {}
    for problem in error.problems:
        path = paths.get((problem.line, problem.column), ())
        found.setdefault(_field(fields, path), []).append(_told(problem))
    return {name: tuple(messages) for name, messages in found.items()}


def _field(fields: Mapping[Key, str], path: Key) -> str:
    while path and path not in fields:
        path = path[:-1]
    return fields.get(path, "")


def _told(problem: Problem) -> str:
    parts = [spoken(problem.message), spoken(problem.hint)]
    return spoken(together([part for part in parts if part], ": "))


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A line of a text with something wrong in it, cut where it begins."""

    number: int
    column: int
    before: str
    at: str
    after: str
    message: str
    hint: str


_WORD = re.compile(r"[\w.\-:+/]+|\S?")


def wrong_lines(problems: Iterable[Problem], text: str) -> list[WrongLine]:
    """Each problem with the line in which it stands, and the word marked."""
    lines = text.split("\n")
    found = []
    for problem in problems:
        line = lines[problem.line - 1] if 0 < problem.line <= len(lines) else ""
        start = max(0, problem.column - 1)
        word = _WORD.match(line, start)
        end = word.end() if word else start
        found.append(
            WrongLine(
                problem.line,
                problem.column,
                line[max(0, start - 60) : start],
                line[start:end],
                line[end : end + 60],
                spoken(problem.message),
                spoken(problem.hint),
            )
        )
    return found
