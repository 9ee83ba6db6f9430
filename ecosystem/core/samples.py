"""What each app adds to the sample data, beside what `manage.py demo` writes by itself."""

from collections.abc import Callable

from django.utils.module_loading import import_string

Sample = Callable[[], int]
_samples: list[str] = []


def register_sample(path: str) -> None:
    """Name, when an app is ready, a function that writes what is missing and says how many rows it added."""
    if path not in _samples:
        _samples.append(path)


def write_samples() -> int:
    """All of them, in the order of the apps; a second time they find nothing to add."""
    samples: list[Sample] = [import_string(path) for path in _samples]
    return sum(write() for write in samples)
