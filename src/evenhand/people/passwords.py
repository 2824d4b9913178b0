"""Passwords that whoever knows the company would try first."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from evenhand.base.folding import folded
from evenhand.base.models import the_company
from evenhand.people.models import Outlet, User

PRODUCT = "evenhand"
SHORT = 3
REST = 8
"""Characters that have to be left when the names are taken out."""


class OwnWords:
    """Refuses what is little more than the name of the company, an outlet, or this product.

    Names are those of the database, unless others are given: before there is one.
    """

    def __init__(self, names: Sequence[str] | None = None) -> None:
        self.names = names

    def validate(self, password: str, user: User | None = None) -> None:  # noqa: ARG002 - Django's
        """Raises ValidationError."""
        names = _names() if self.names is None else self.names
        words = {word for name in names for word in folded(name).split() if len(word) >= SHORT}
        rest = folded(password)
        for word in sorted({PRODUCT, *words}, key=len, reverse=True):
            rest = rest.replace(word, "")
        if len(rest) < REST and rest != folded(password):
            raise ValidationError(self.get_help_text(), code="password_of_own_words")

    def get_help_text(self) -> str:
        """What is wrong with it."""
        return _("Your password is little more than the name of the company or an outlet.")


def _names() -> list[str]:
    company = the_company()
    return [company.name if company else "", *Outlet.objects.values_list("name", flat=True)]
