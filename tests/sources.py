"""The source of the product, as the tests of consistency read it."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from django.urls import URLPattern, URLResolver

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("ecosystem", "startups", "mentors", "funders")
SPOKEN_ATTRIBUTES = {"alt", "title", "aria-label", "aria-description", "placeholder", "label"}
SILENT = ("script", "style")
BLOCK = re.compile(
    r"{%\s*blocktranslate.*?{%\s*endblocktranslate\s*%}|{%\s*comment\b.*?{%\s*endcomment\s*%}|{#.*?#}", re.DOTALL
)
TAG = re.compile(r"{%(.*?)%}", re.DOTALL)
DRAWN_TAG = re.compile(r"<(?=\s).*?>", re.DOTALL)
"""An element whose name the template chooses."""
VARIABLE = re.compile(r"{{.*?}}", re.DOTALL)


@cache
def modules(*, tests: bool = False) -> dict[Path, ast.Module]:
    """Every Python file of the product (or of the tests), parsed; migrations are not written by hand."""
    folders = ("tests",) if tests else PACKAGES
    paths = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    return {path: ast.parse(path.read_text()) for path in paths if "migrations" not in path.parts}


def named(patterns: list[URLPattern | URLResolver], start: str = "") -> Iterator[str]:
    """The name of every address; one without a name, by its path (the back office only redirects from some)."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from named(pattern.url_patterns, start + space)
        elif pattern.name or not start.startswith("admin:"):
            yield f"{start}{pattern.name or pattern.pattern}"


@cache
def templates() -> dict[str, str]:
    """The text of each template by its name ("startups/list.html")."""
    found = {}
    for package in PACKAGES:
        for folder in (ROOT / package).rglob("templates"):
            for path in sorted(folder.rglob("*")):
                if path.is_file():
                    found[path.relative_to(folder).as_posix()] = path.read_text()
    return found


def template_names(tree: ast.Module) -> set[str]:
    """What a module may name: its literals, and each of them behind the start of a path (f"matching/mails/{name}")."""
    said = set(strings(tree))
    starts = {
        node.values[0].value
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and node.values and isinstance(node.values[0], ast.Constant)
    }
    return said | {f"{start}{text}" for start in starts if start.endswith("/") for text in said}


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    """The lines from `def` to the end, without decorators."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def strings(tree: ast.AST) -> Iterator[str]:
    """Every string literal, and the fixed parts of every f-string."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


class _Speech(HTMLParser):
    """The words that a page says outside the translation tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in SILENT
        self.said += [value for name, value in attrs if name in SPOKEN_ATTRIBUTES and value]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in SILENT

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data)


def said_untranslated(source: str) -> list[str]:
    """The pieces of text with letters that no translation tag holds, and the sentences given to tags as literals."""
    bare = VARIABLE.sub(" ", BLOCK.sub(" ", source))
    parser = _Speech()
    parser.feed(DRAWN_TAG.sub("<i>", TAG.sub(" ", bare)))
    pieces = [" ".join(piece.split()) for piece in parser.said]
    given = [text for inside in TAG.findall(bare) for text in _sentences_in(inside)]
    return [piece for piece in [*pieces, *given] if re.search(r"[^\W\d_]{2,}", piece)]


def _sentences_in(inside: str) -> list[str]:
    """Literals with a space or an accent: the others are names of icons, addresses and classes."""
    words = inside.split()
    if not words or words[0] in {"translate", "trans", "load", "extends", "include", "with", "now"}:
        return []
    literals = re.findall(r"(?<!_\()\"([^\"]*)\"", inside)
    return [text for text in literals if re.search(r"[^\W\d_] [^\W\d_]|[À-ÿ]", text)]
