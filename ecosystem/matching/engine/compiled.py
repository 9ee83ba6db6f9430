"""Compilation of the inner loops by numba: once per machine, kept beside the source, the same result everywhere."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from numba import njit

Kernel = TypeVar("Kernel", bound=Callable[..., Any])


def compiled(function: Kernel) -> Kernel:
    """Compile a loop over typed arrays; it holds no lock of Python, and never reorders its arithmetic."""
    return cast(Kernel, njit(cache=True, nogil=True)(function))
