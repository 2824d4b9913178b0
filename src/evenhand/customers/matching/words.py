"""The words for fields and levels of agreement, as people read them."""

from __future__ import annotations

from typing import Final

from evenhand.core.said import said

FIELDS: Final = {
    "name": said("name"),
    "given": said("given name"),
    "family": said("family name"),
    "number_in_name": said("number in the name"),
    "place_in_name": said("place in the name"),
    "branch_in_name": said("branch in the name"),
    "phone": said("telephone"),
    "email": said("e-mail"),
    "tax": said("tax code"),
    "number": said("identity number"),
    "born": said("date of birth"),
    "address": said("address"),
    "city": said("city"),
    "postcode": said("postal code"),
}

LEVELS: Final = {
    "same_rare": said("same, and rare"),
    "same_seldom": said("same, and seldom"),
    "same": said("same"),
    "same_words_rare": said("same words, and rare"),
    "same_words": said("same words"),
    "one_slip_rare": said("one slip, rare"),
    "one_slip_seldom": said("one slip, seldom"),
    "one_slip": said("one slip"),
    "outline": said("same initials and last word"),
    "within_rare": said("one within the other, rare"),
    "within_seldom": said("one within the other, seldom"),
    "within": said("one within the other"),
    "two_slips_rare": said("two slips, rare"),
    "two_slips": said("two slips"),
    "half_rare": said("half of the words, rare"),
    "half": said("half of the words"),
    "different": said("different"),
    "exchanged": said("given and family name exchanged"),
    "begins": said("one begins with the other"),
    "same_other": said("same as another number of theirs"),
    "same_end": said("same last nine digits"),
    "one_digit": said("one digit differs"),
    "two_digits": said("two digits differ"),
    "same_of_name": said("same, made of the name"),
    "same_mailbox": said("same mailbox elsewhere"),
    "other_number": said("only the number in it differs"),
    "other_branch": said("another branch"),
    "one_sign": said("one sign differs"),
    "two_signs": said("two signs differ"),
    "most_and_door": said("most words and the door"),
    "most": said("most words"),
    "door": said("some words and the door"),
    "some": said("some words"),
}
