"""Entities: the customers, their households, siblings, branches and shared telephones."""

from __future__ import annotations

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from benchmarks.of_identity import contacts, en, vi, zh
from benchmarks.of_identity.companies import chinese_parts, vietnamese_core
from benchmarks.of_identity.people import apart
from benchmarks.of_identity.picks import said, unmarked
from benchmarks.of_identity.record import Made
from benchmarks.of_identity.slips import sound

PERSONS = {"zh": 0.48, "vi": 0.55, "en": 0.47}
BOARD = 300
"""So many entities at most share a switchboard."""

_LETTERS = re.compile(r"[^a-z0-9]")
_FAMOUS = {
    "vi": said(
        "Nguyễn_Văn_Hùng:3 Nguyễn_Thị_Hương:3 Nguyễn_Văn_Nam:2 Nguyễn_Thị_Lan:3 Nguyễn_Văn_Tuấn:2 "
        "Trần_Văn_Hùng:2 Nguyễn_Thị_Hà:2 Nguyễn_Văn_Dũng:2 Lê_Thị_Hoa:1 Nguyễn_Minh_Tuấn:1 "
        "Phạm_Văn_Hùng:1 Trần_Thị_Hương:1"
    ),
    "zh": said(
        "王伟:3 李伟:2 王芳:3 张伟:3 李娜:2 张敏:2 王静:2 李强:2 刘洋:2 王磊:2 张丽:1 王丽:1 "
        "李静:1 李军:1 陈静:1"
    ),
    "en": said(
        "John_Smith:3 Michael_Smith:2 James_Johnson:2 David_Jones:2 Mary_Smith:1 "
        "Robert_Williams:1 David_Smith:2"
    ),
}  # fmt: skip
_TAIPEI = ("台北", "高雄", "台中", "新北")


@dataclass(frozen=True, slots=True)
class Entity:
    """One customer as it is, every field known, and the household it belongs to or nothing."""

    made: Made
    household: str = ""


@dataclass(slots=True)
class Population:
    """Draws entities; remembers telephones that others share or take over."""

    chance: random.Random
    of: str
    """What the ids of households begin with."""
    households: int = 0
    boards: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    sizes: Counter[str] = field(default_factory=Counter)
    given_up: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def entities(self) -> Iterator[Entity]:
        """Without end."""
        languages = ("zh", "vi", "en")
        while True:
            language = languages[int(self.chance.random() * 3)]
            british = language == "en" and self.chance.random() < 0.35
            if self.chance.random() < PERSONS[language] * 0.87:  # households bring the rest
                yield from self._people(language, british=british)
            else:
                yield from self._companies(language, british=british)

    def _people(self, language: str, *, british: bool) -> Iterator[Entity]:
        first = self._person(language, british=british)
        if self.chance.random() > 0.11 or not first.address:
            yield Entity(first)
            return
        self.households += 1
        home = f"{self.of}-{self.households}"
        yield Entity(first, home)
        for _ in range(1 if self.chance.random() < 0.6 else 2):
            yield Entity(self._relative(first, british=british), home)

    def _person(self, language: str, *, british: bool, family: str = "") -> Made:
        chance = self.chance
        traditional = False
        if not family and chance.random() < 0.01:
            name = _FAMOUS[language](chance)
        elif language == "zh":
            name, traditional = zh.person(chance, family)
        elif language == "vi":
            name = vi.person(chance, family)
        else:
            name = en.person(chance, family, british=british)
        city = contacts.city(language, chance, british=british)
        phone, address = self._phone(language, city, british=british), ""
        if traditional or (language == "zh" and chance.random() < 0.02):
            name, phone, city = self._overseas(name)
        else:
            address = contacts.address(language, city, chance, british=british)
        mail = own = ""
        if chance.random() < 0.6:
            mail = contacts.mailbox(language, _words(language, name), chance)
        if language == "vi" and chance.random() < 0.15:
            own = contacts.tax_code("vi", chance, own=True)
        return Made(language, "person", name, phone, mail, own, address, city)

    def _overseas(self, name: str) -> tuple[str, str, str]:
        chance = self.chance
        if chance.random() < 0.5:
            number = f"{chance.choice('569')}{int(chance.random() * 10**7):07d}"
            return zh.to_traditional(name), f"+852 {number[:4]} {number[4:]}", "香港"
        number = f"09{int(chance.random() * 10**8):08d}"
        return zh.to_traditional(name), f"+886{number[1:]}", chance.choice(_TAIPEI)

    def _phone(self, language: str, city: str, *, british: bool) -> str:
        """A number of one's own; rarely one that somebody else has given up."""
        old, chance = self.given_up["gb" if british else language], self.chance
        if len(old) > 50 and chance.random() < 0.012:
            return old[int(chance.random() * len(old))]
        number = contacts.mobile(language, chance, british=british, city=city)
        if chance.random() < 0.05:
            old.append(number)
        return number

    def _relative(self, of: Made, *, british: bool) -> Made:
        """A spouse, a child, or a father; half of them are reached at the same number."""
        chance, draw = self.chance, self.chance.random()
        family = _surname(of)
        if draw < 0.45 and of.language != "en":
            family = ""  # a spouse keeps her surname
        one = self._person(of.language, british=british, family=family)
        name = one.name
        if of.language == "en" and draw > 0.88:
            name = f"{of.name} Jr" if not of.name.endswith("Jr") else of.name
        elif of.language == "vi" and draw > 0.7 and of.name.count(" ") > 1:
            name = f"{of.name.rpartition(' ')[0]} {one.name.rpartition(' ')[2]}"
        elif of.language == "zh" and draw > 0.7 and len(of.name) == 3 and len(one.name) > 1:
            name = of.name[:2] + one.name[-1]
        if name == of.name:
            name = one.name
        phone = of.phone if chance.random() < 0.5 else one.phone
        address = of.address if chance.random() < 0.85 else one.address
        return replace(one, name=name, phone=phone, address=address, city=of.city)

    def _companies(self, language: str, *, british: bool) -> Iterator[Entity]:
        first = self._company(language, british=british)
        yield Entity(first)
        draw = self.chance.random()
        if draw < 0.05:
            yield from (Entity(one) for one in self._nearly(first, british=british))
        elif draw < 0.08:
            yield Entity(self._branch(first, british=british))

    def _company(self, language: str, *, british: bool, name: str = "", city: str = "") -> Made:
        chance = self.chance
        city = city or contacts.city(language, chance, british=british)
        if name:
            pass
        elif language == "zh":
            name = zh.company(chance, place=city)
        elif language == "vi":
            name = vi.company(chance, place=city)
        else:
            name = en.company(chance, british=british, place=city)
        draw = chance.random()
        if draw < 0.08:
            phone = self._board(language, city, british=british)
        elif draw < 0.5:
            phone = contacts.landline(language, city, chance, british=british)
        else:
            phone = self._phone(language, city, british=british)
        mail = ""
        if chance.random() < 0.7:
            mail = contacts.office_mailbox(
                language, _brand(language, name), chance, british=british
            )
        tax = contacts.tax_code(language, chance, british=british)
        address = contacts.address(language, city, chance, british=british)
        return Made(language, "company", name, phone, mail, tax, address, city)

    def _board(self, language: str, city: str, *, british: bool) -> str:
        """A switchboard of an office tower or an agency: those with many customers get more."""
        known, chance = self.boards["gb" if british else language], self.chance
        if known and chance.random() < 0.85:
            number = known[int(chance.random() * len(known))]
            if self.sizes[number] < BOARD:
                known.append(number)
                self.sizes[number] += 1
                return number
        number = contacts.landline(language, city, chance, british=british)
        known.append(number)
        self.sizes[number] += 1
        return number

    def _nearly(self, first: Made, *, british: bool) -> Iterator[Made]:
        """Other companies of which the name differs in a number, a city or a trade word only."""
        chance, name, language = self.chance, first.name, first.language
        city = contacts.city(language, chance, british=british)
        if language == "zh":
            place, brand, trade, form = chinese_parts(name)
            if chance.random() < 0.5 and place and city != place:
                name = name.replace(place, city, 1)
            else:
                city = first.city
                name = (
                    name.replace(trade, zh.trade(chance), 1)
                    if trade
                    else f"{brand}{zh.trade(chance)}{form}"
                )
        elif language == "vi":
            end = chance.choice(
                (f"Số {chance.randrange(1, 9)}", city, "Miền Nam", "68", "Việt Nam")
            )
            name = f"{name} {end.upper() if name.isupper() else end}"
        else:
            words = name.split(" ")
            if len(words) > 2 and "&" not in words and chance.random() < 0.5:
                name = " ".join((words[0], *en.trade(chance).split(" "), *words[2:]))
            else:
                name = f"{city} {name}"
        if name != first.name:
            yield self._company(language, british=british, name=name, city=city)

    def _branch(self, of: Made, *, british: bool) -> Made:
        """A branch: a customer of its own with the tax root of its parent and nearly its name."""
        chance, language = self.chance, of.language
        city = contacts.city(language, chance, british=british)
        own = self._company(language, british=british, name=of.name, city=city)
        if language == "zh":
            return replace(own, name=f"{of.name}{city}分公司", email=of.email)
        if language == "vi":
            start = f"Chi nhánh {city} - " if chance.random() < 0.5 else "Chi nhánh "
            start = start.upper() if of.name.isupper() else start
            tax = f"{of.tax_code}-{chance.randrange(1, 12):03d}"
            return replace(own, name=start + of.name, tax_code=tax, email=of.email)
        return replace(own, name=f"{of.name} - {city}", tax_code=of.tax_code, email=of.email)


def _surname(of: Made) -> str:
    if of.language == "zh":
        return of.name[: 2 if len(of.name) == 4 else 1]
    words = of.name.split(" ")
    return words[-1] if of.language == "en" else words[0]


def _words(language: str, name: str) -> list[str]:
    if language == "zh":
        family, given = apart(name)
        return ["".join(map(sound, family)), *map(sound, given)]
    words = (_LETTERS.sub("", word) for word in unmarked(name).lower().split(" "))
    return [word for word in words if word and word not in {"jr", "sr"}] or ["x"]


def _brand(language: str, name: str) -> str:
    """What a domain is called after."""
    if language == "zh":
        return "".join(map(sound, chinese_parts(name)[1]))[:24]
    core = vietnamese_core(name) if language == "vi" else name
    return "".join(_words(language, core)[:2])
