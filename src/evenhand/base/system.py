"""Why the system refused a file, as a sentence of ours."""

from __future__ import annotations

import errno

from evenhand.core.said import said

_SAID = {
    errno.ENOENT: said("No such file or directory"),
    errno.EACCES: said("Permission denied"),
    errno.EPERM: said("Operation not permitted"),
    errno.EISDIR: said("Is a directory"),
    errno.ENOTDIR: said("Not a directory"),
    errno.EEXIST: said("File exists"),
    errno.ENOSPC: said("No space left on device"),
    errno.EROFS: said("Read-only file system"),
    errno.ENAMETOOLONG: said("File name too long"),
    errno.EADDRNOTAVAIL: said("Cannot assign requested address"),
    errno.EIO: said("Input/output error"),
}


def reason(error: OSError) -> str:
    """What the system says; in its own words where it says what we do not know."""
    return _SAID.get(error.errno or 0) or error.strerror or str(error)
