"""Memory that was freed is kept for the next batch of articles."""

from __future__ import annotations

import ctypes
import platform

TRIM_THRESHOLD = -1
MMAP_THRESHOLD = -3
"""As `mallopt(3)` of the GNU C library numbers them."""
KEPT = 256 * 1024 * 1024
"""Bytes that may lie free before they go back to the system: more than the matrices of a batch take."""


def keep_freed() -> None:
    """Have the C library keep what is freed, up to `KEPT` bytes.

    Else the matrices of each batch go back to the system and are filled with zeros anew: a twelfth of a parse. Of no
    effect where the C library is another one than GNU's.
    """
    if platform.libc_ver()[0] != "glibc":
        return
    library = ctypes.CDLL(None)
    for option in (MMAP_THRESHOLD, TRIM_THRESHOLD):
        library.mallopt(option, KEPT)
