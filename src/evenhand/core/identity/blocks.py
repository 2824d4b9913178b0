"""Lists of words as blocks of text: easier to read, and to add to, than lists of literals."""

from __future__ import annotations


def listed(block: str) -> tuple[str, ...]:
    """The words of a block.

    >>> listed("one two")
    ('one', 'two')
    """
    return tuple(block.split())


def phrases(block: str) -> tuple[str, ...]:
    """The phrases of a block, which end with a line or a bar.

    >>> phrases("ha noi | hue")
    ('ha noi', 'hue')
    """
    parts = (part.strip() for part in block.replace("\n", "|").split("|"))
    return tuple(part for part in parts if part)


def paired(block: str) -> dict[str, str]:
    """The pairs of a block: what stands before each colon → what stands behind it.

    >>> paired("tm: thuong mai | dv: dich vu")
    {'tm': 'thuong mai', 'dv': 'dich vu'}
    """
    parts = (part.partition(":") for part in phrases(block))
    return {key.strip(): value.strip() for key, _, value in parts}
