"""Where the typeface lives: files are served from the installed package, never copied into the repository."""

from importlib.util import find_spec
from pathlib import Path


def directory() -> Path:
    """The folder of Hanken Grotesk's OTF files and of its licence, to mount under `fonts/hanken-grotesk/`."""
    spec = find_spec("font_hanken_grotesk")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("font_hanken_grotesk is not installed")
    return Path(spec.origin).parent / "files"
