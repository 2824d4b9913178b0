"""Words for yes and no, as people write them in files."""

from __future__ import annotations

from typing import Final

YES: Final = ("true", "yes", "y", "1", "是", "有", "对", "có", "đúng", "x")
NO: Final = ("false", "no", "n", "0", "否", "无", "没有", "không")
