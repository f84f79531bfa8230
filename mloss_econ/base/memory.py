"""Let the C library keep the memory of freed arrays instead of handing it back to the system after each operation.

A calculator on a block of rows makes and frees dozens of arrays of a megabyte. By default glibc gives such memory back
and fetches it again, page by page, which takes longer than the arithmetic (and threads wait for each other at it).
It holds for the whole process, so whoever owns the process asks for it: the command line and the benchmarks. The
library itself does not.
"""

from __future__ import annotations

import ctypes
import platform

TRIM_THRESHOLD, MMAP_THRESHOLD = -1, -3  # names of glibc's malloc.h
KEPT = 2**26  # bytes of freed memory a thread may keep
BLOCK = 2**25  # bytes from which an array has memory of its own, given back when it is freed


def keep_freed_memory() -> None:
    """For a process of our own, from now on. Does nothing where the C library is another than glibc."""
    if platform.libc_ver()[0] != "glibc":
        return
    mallopt = ctypes.CDLL(None).mallopt
    mallopt(MMAP_THRESHOLD, BLOCK)
    mallopt(TRIM_THRESHOLD, KEPT)
