"""Text as it is looked for: without case and without the marks above and below letters."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """A text reduced to what somebody types who is in a hurry.

    >>> folded("Nguyễn Thị Đào")
    'nguyen thi dao'
    """
    apart = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in apart if not unicodedata.combining(one))
    return bare.casefold().replace("đ", "d").strip()
