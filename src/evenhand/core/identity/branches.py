"""What in a company's name says that it is a branch, and of which place."""

from __future__ import annotations

import re
from typing import Final

from evenhand.core.identity.forms import says_form, without_forms
from evenhand.core.identity.places import is_city

_HAN_BRANCH: Final = re.compile("(分公司|分店|支公司|办事处|营业部)$")
_HAN_BRANCH_OF: Final = re.compile(
    r"(?P<company>.{2,}?公司)(?P<place>.{2,12}?)(?:分公司|分店|支公司|办事处|营业部)"
)
_DASH: Final = re.compile(r"\s+[-–—]+\s+")
_BRANCH: Final = re.compile(
    r"^(?:ch?h?i nhanh|cn|branch|van phong dai dien|vpdd)\b[\s:.]*(?:tai\s+)?|\s+branch$"
)
_IN_BRACKETS: Final = re.compile(
    r"\s*[(\[]\s*(?:chi nhanh|cn|vpdd)\s+(?:tai\s+)?(?P<place>[^)\]]+)[)\]]"
)
_INSIDE: Final = re.compile(r"^(?P<company>.+?)\s+(?:chi nhanh|vpdd)\s+(?:tai\s+)?(?P<place>.+)$")
_BEFORE: Final = re.compile(
    r"^(?:chi nhanh|vpdd)\s+(?:tai\s+)?(?P<place>.+?)\s+"
    r"(?P<company>(?:tong )?(?:cong ty|cty|ctcp)\b.+)$"
)


def without_branch(plain: str, in_city: str) -> tuple[str, str, bool]:
    """A folded name without its branch; the branch's place; and whether it names a branch.

    `in_city`: the city typed beside the name.

    >>> without_branch("cong ty hoa phat - chi nhanh da nang", "")
    ('cong ty hoa phat', 'da nang', True)
    >>> without_branch("acme ltd - derby", ""), without_branch("acme - widgets", "")
    (('acme ltd', 'derby', True), ('acme - widgets', '', False))
    """
    if ("(" in plain or "[" in plain) and (match := _IN_BRACKETS.search(plain)):
        return plain[: match.start()] + plain[match.end() :], match["place"], True
    for one in (_INSIDE, _BEFORE) if "chi nhanh" in plain or "vpdd" in plain else ():
        match = one.match(plain)
        if match and is_city(match["place"], in_city):
            return match["company"].strip(" -–—,"), match["place"], True
    if not _DASH.search(plain):
        return plain, "", False
    parts = [part.strip() for part in _DASH.split(plain) if part.strip()]
    if len(parts) < 2:
        return plain, "", False
    for at, part in enumerate(parts):
        rest = parts[:at] + parts[at + 1 :]
        told = _BRANCH.search(part)
        place = _BRANCH.sub("", part).strip()
        if told and not says_form(place.split()):
            return " ".join(rest), place, True
        if at and _is_place(place, parts[at - 1], in_city):
            return " ".join(rest), place, True
    return plain, "", False


def _is_place(part: str, before: str, in_city: str) -> bool:
    if is_city(part, in_city):
        return True
    words = before.split()
    ends_with_form = says_form(words[-1:]) and not says_form(without_forms(words)[0])
    return ends_with_form and len(part.split()) <= 2


def without_han_branch(han: str) -> tuple[str, str, bool]:
    """The same of a Chinese name.

    >>> without_han_branch("华为技术有限公司深圳分公司"), without_han_branch("华为技术")
    (('华为技术有限公司', '深圳', True), ('华为技术', '', False))
    """
    if match := _HAN_BRANCH_OF.fullmatch(han):
        return match["company"], match["place"], True
    if match := _HAN_BRANCH.search(han):
        return han[: match.start()] or han, "", bool(match.start())
    return han, "", False
