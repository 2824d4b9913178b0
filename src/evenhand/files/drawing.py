"""What runs in the process that opens a picture: `python -m evenhand.files.drawing KIND IN OUT`.

It bounds its own memory, time and files before it reads a byte.
"""

from __future__ import annotations

import os
import resource
import sys
import warnings
from pathlib import Path
from typing import Final

TOO_LARGE: Final = 3
BROKEN: Final = 4

PIXELS: Final = 50_000_000
MEMORY: Final = 1024 * 1024 * 1024
CPU_SECONDS: Final = 15
OUTPUT: Final = 64 * 1024 * 1024
LONGEST_SIDE: Final = 2048


def main(kind: str, source: str, target: str) -> int:
    """0, or why not."""
    _bound()
    from PIL import Image, ImageOps  # noqa: PLC0415 - only once there are bounds

    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(source, formats=(kind.upper(),)) as picture:
            if picture.width * picture.height > PIXELS:
                return TOO_LARGE
            picture.load()
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = Image.new("RGBA" if _has_alpha(upright) else "RGB", upright.size)
            drawn.paste(upright.convert(drawn.mode))
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            drawn.save(file, "WEBP", quality=82, method=4)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_LARGE
    except Exception:  # noqa: BLE001 - whatever a damaged picture does to the library
        Path(target).unlink(missing_ok=True)
        return BROKEN
    return 0


def _has_alpha(picture: object) -> bool:
    mode = getattr(picture, "mode", "")
    return mode in ("RGBA", "LA", "PA") or "transparency" in getattr(picture, "info", {})


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (OUTPUT, OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:4]))
