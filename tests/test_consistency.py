"""What the whole repository keeps to: nothing missing, nothing left over, nothing too long, nothing untranslated."""

import ast
import re
import subprocess
from pathlib import Path
from typing import Any

import allauth
import django
import pytest
from babel.messages.pofile import read_po
from django.apps import apps
from django.core.management import call_command
from django.db.models import Model
from django.urls import get_resolver
from django.utils import translation

from ecosystem.config import translations
from ecosystem.matching.words import SENTENCES
from ecosystem.ui import navigation
from tests import factories
from tests.sources import (
    PACKAGES,
    ROOT,
    functions,
    length,
    modules,
    name_of,
    named,
    said_untranslated,
    template_names,
    templates,
)

ERROR_PAGES = {
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "409.html",
    "413.html",
    "414.html",
    "429.html",
    "500.html",
    "503.html",
}
MAIL_PARTS = (".subject.txt", ".txt", ".html")
MAILS = re.compile(r"(^|/)mails?(/|\.)")
"""Mails carry their styles: most readers load no stylesheet."""
BRANDS = {"Escale", "French Tech", "Django", "GitHub", "LinkedIn", "OpenAPI", "SIREN", "CSV", "GET", "JSON"} | {
    "iCalendar"
}
PEOPLE = {"Nadia Belkacem", "Étienne Roux", "Calanque Robotics", "Yann Kervella", "Maïa Orsini"}
"""Fictional names of the examples."""
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]))
SPOKEN = {"label", "help_text", "verbose_name", "verbose_name_plural", "empty_label", "violation_error_message"}


def our_models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in PACKAGES]


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_model_has_a_factory() -> None:
    made = {getattr(factories, name)._meta.model for name in factories.__all__ if name.endswith("Factory")}
    without = {model._meta.label for model in our_models() if model not in made}
    assert without == {"directory.Listing"}, "Listing is made through its four kinds"


# --- templates -----------------------------------------------------------------------------------------------------


def test_no_template_is_left_over() -> None:
    named_somewhere = referenced()
    unused = [name for name in templates() if name not in named_somewhere and not overrides(name)]
    assert unused == []


def referenced() -> set[str]:
    """Names of templates in Python and in templates; `#part` names a partial, and a mail names its three files."""
    said = {text for tree in modules().values() for text in template_names(tree)}
    said |= {text for source in templates().values() for text in re.findall(r"[\"']([^\"']+)[\"']", source)}
    plain = {text.split("#")[0] for text in said}
    return plain | {text + part for text in plain for part in MAIL_PARTS} | ERROR_PAGES


def overrides(name: str) -> bool:
    """It stands in for a template that a package looks for by this name."""
    folders = [Path(allauth.__file__).parent, Path(django.__file__).parent / "forms"]
    folders += [Path(app.path) for app in apps.get_app_configs() if app.name.split(".")[0] not in PACKAGES]
    return any((folder / "templates" / name).exists() for folder in folders)


@pytest.mark.parametrize("name", sorted(name for name in templates() if name.endswith(".html")))
def test_a_template_is_short_keeps_to_the_content_policy_and_speaks_through_the_catalogues(name: str) -> None:
    source = templates()[name]
    assert source.count("\n") <= 120
    if not MAILS.search(name):
        assert re.findall(r"<style|\sstyle=|\son[a-z]+=|javascript:", source) == []
        assert re.findall(r"<script(?![^>]*\ssrc=)[^>]*>", source) == []
    said = [text for text in said_untranslated(source) if not only_brands(text)]
    assert said == []


def only_brands(text: str) -> bool:
    for brand in BRANDS | PEOPLE:
        text = text.replace(brand, "")
    return not re.search(r"[^\W\d_]{2,}", text)


def test_a_sentence_outside_the_catalogues_is_seen() -> None:
    """The negative control."""
    assert said_untranslated('<p>Bonjour</p><img alt="Un bateau">{% button "Deux mots" %}') == [
        "Bonjour",
        "Un bateau",
        "Deux mots",
    ]
    assert said_untranslated('{% translate "Bonjour" %} {{ name }} {% icon "x" %}{% url "a:b" %}') == []


def test_every_address_that_the_code_names_exists() -> None:
    """`address` leaves out what does not exist: a name that never existed would never be seen."""
    real = set(named(get_resolver().url_patterns))
    used = {}
    for template, source in templates().items():
        for inside in re.findall(r"{%\s*(?:url|address)\s+(.*?)%}", source):
            used |= dict.fromkeys(re.findall(r"[\"']([\w:]+)[\"']", inside), template)
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and called(node) in {"reverse", "reverse_lazy", "redirect"} and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and "/" not in str(first.value):
                    used[str(first.value)] = name_of(path)
    used |= dict.fromkeys(rail_addresses(), "a rail")
    assert {name: where for name, where in used.items() if name not in real} == {}


def rail_addresses() -> list[str]:
    return [entry.url_name for entries in navigation._rails.values() for entry in entries]


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


# --- Python --------------------------------------------------------------------------------------------------------


def test_no_file_has_more_than_400_lines() -> None:
    paths = [*modules(), *modules(tests=True), *(ROOT / "bench").glob("*.py")]
    lines = {name_of(path): path.read_text().count("\n") for path in paths}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_no_function_has_more_than_50_lines_and_no_view_more_than_25() -> None:
    long = {}
    for path, tree in modules().items():
        is_views = path.stem == "views" or "views" in path.parts
        ceiling = 25 if is_views else 50
        for node in functions(tree):
            if length(node) > ceiling:
                long[f"{name_of(path)}:{node.name}"] = length(node)
    assert long == {}


def must_be_explained() -> dict[str, ast.AST]:
    """Models, actions, tasks, and the engine's public functions."""
    found: dict[str, ast.AST] = {}
    for path, tree in modules().items():
        is_action = path.stem in {"actions", "tasks"} or "actions" in path.parts or "engine" in path.parts
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and is_action and not node.name.startswith("_"):
                found[f"{name_of(path)}:{node.name}"] = node
            if isinstance(node, ast.ClassDef) and "engine" in path.parts and not node.name.startswith("_"):
                found[f"{name_of(path)}:{node.name}"] = node
    classes = {model.__name__ for model in our_models()}
    for path, tree in modules().items():
        if path.stem == "models" or "models" in path.parts:
            rows = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name in classes]
            found |= {f"{name_of(path)}:{node.name}": node for node in rows}
    return found


def test_every_model_action_task_and_function_of_the_engine_says_its_rule() -> None:
    explained = must_be_explained()
    assert len(explained) > 100
    silent = [name for name, node in explained.items() if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert silent == []


def test_labels_and_messages_of_the_code_go_through_the_catalogues() -> None:
    """A literal given as a label, a help text or a message is a sentence that English would never get."""
    found = []
    for path, tree in modules().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call):
                continue
            literals = [k.value for k in node.keywords if k.arg in SPOKEN]
            if isinstance(node.func, ast.Attribute) and getattr(node.func.value, "id", "") == "messages":
                literals += node.args[1:2]
            found += [
                f"{name_of(path)}:{node.lineno} {literal.value!r}"
                for literal in literals
                if isinstance(literal, ast.Constant)
                and isinstance(literal.value, str)
                and not only_brands(literal.value)
            ]
    assert found == []


# --- words ---------------------------------------------------------------------------------------------------------


def catalogue(language: str) -> Any:
    with translations.catalogue_path(ROOT, language).open("rb") as file:
        return read_po(file, locale=language)


def test_sentences_go_through_names_that_the_collector_knows() -> None:
    """xgettext reads `_`, `gettext`, `ngettext_lazy`…: under another name a sentence would never reach English."""
    other = [
        f"{path}: {name.name} as {name.asname}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name and name.asname not in {None, "_"}
    ]
    assert other == []


def test_no_french_stays_in_the_english_reasons() -> None:
    with translation.override("en"):
        said = [
            str(sentence % {"names": "x", "count": n})
            for pair in SENTENCES.values()
            for sentence in pair
            for n in (1, 2)
        ]
    with translation.override("fr"):
        french = {
            str(sentence % {"names": "x", "count": n})
            for pair in SENTENCES.values()
            for sentence in pair
            for n in (1, 2)
        }
    assert french.isdisjoint(said)


def test_english_lacks_no_sentence_and_none_is_a_guess() -> None:
    """`make check` also compares the catalogue with the code."""
    english = catalogue("en")
    sentences = translations.sentences(english)
    assert len(sentences) > 500
    assert [message.id for message in sentences if message.fuzzy or not translations.is_translated(message)] == []
    assert [str(error) for message in sentences for error in message.check(english)] == []


def test_french_sentences_have_french_typography() -> None:
    """A no-break space before : ; ? ! » and after «, and real apostrophes."""
    wrong = re.compile(r"[^\W\d_]'[^\W\d_]| [:;?!»](?!\w)|« ")
    ids = [part for message in translations.sentences(catalogue("fr")) for part in parts(message.id)]
    assert [text for text in ids if wrong.search(re.sub(r"<[^>]*>|%\(\w+\)[sd]", "x", text))] == []


TEXTS = {".py", ".html", ".css", ".js", ".md", ".txt", ".toml"}


def parts(msgid: Any) -> list[str]:
    return list(msgid) if isinstance(msgid, list | tuple) else [msgid]


def test_nothing_is_left_unfinished() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    ).stdout.split("\0")  # fmt: skip
    texts = [ROOT / name for name in listed if Path(name).suffix in TEXTS]
    assert [name_of(path) for path in texts if path.exists() and UNFINISHED.search(path.read_text())] == []
