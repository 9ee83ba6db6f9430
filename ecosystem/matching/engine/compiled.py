"""Compilation of the inner loops by numba: once per machine, kept beside the source, the same result everywhere."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """Compile a loop over typed arrays; it holds no lock of Python, and never reorders its arithmetic.

    Where nothing may be written, neither beside the source nor in NUMBA_CACHE_DIR, it is compiled in each process.
    """
    try:
        return cast(Kernel, njit(cache=True, nogil=True)(function))
    except RuntimeError:  # numba found no place for its cache
        return cast(Kernel, njit(nogil=True)(function))
