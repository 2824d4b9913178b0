"""A form's field says what is wrong with it where a screen reader looks."""

import re

from django import forms


class Filled(forms.Form):
    """One field that is described, and must be filled in."""

    name = forms.CharField(help_text="As on the contract")


def described(page: str) -> set[str]:
    """The ids that controls name as their description."""
    found = re.findall(r'aria-describedby="([^"]+)"', page)
    return {name for names in found for name in names.split()}


def test_a_field_is_described_by_its_help_and_by_what_is_wrong() -> None:
    page = str(Filled({"name": ""}))
    assert described(page) == {"id_name_helptext", "id_name_error"}


def test_every_description_that_a_field_names_stands_on_the_page() -> None:
    page = str(Filled({"name": ""}))
    assert described(page) <= set(re.findall(r'\bid="([^"]+)"', page))


def test_a_field_without_mistakes_names_none() -> None:
    assert described(str(Filled())) == {"id_name_helptext"}
