"""The catalogues: what `make check` refuses."""

import shutil
from pathlib import Path

import pytest

from ecosystem.config import translations

pytestmark = pytest.mark.skipif(shutil.which("xgettext") is None, reason="needs GNU gettext, as make check does")

CODE = """from django.utils.translation import gettext as _, ngettext
def words(n):
    return _("Essai de %(name)s"), ngettext("%(n)d besoin", "%(n)d besoins", n)
"""
ENGLISH = {"Essai de %(name)s": "Trial of %(name)s", "%(n)d besoin": ("%(n)d need", "%(n)d needs")}


MANAGE = """import sys
from django.conf import settings
from django.core.management import execute_from_command_line
settings.configure(LOCALE_PATHS=["ecosystem/config/locale"])
execute_from_command_line(sys.argv)
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree of the same form with two sentences: what it takes to collect ours is proven by `make check`."""
    for package in translations.PACKAGES:
        (tmp_path / package).mkdir()
    (tmp_path / translations.LOCALE).mkdir(parents=True)
    (tmp_path / "manage.py").write_text(MANAGE)
    (tmp_path / "ecosystem" / "words.py").write_text(CODE)
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    return tmp_path


def translate_everything(root: Path, **changes: str) -> None:
    catalogue = translations.read_catalogue(root, "en")
    for message in translations.sentences(catalogue):
        key = message.id if isinstance(message.id, str) else message.id[0]
        message.string = changes.get(key) or ENGLISH.get(key, message.id)
    translations.write_catalogue(root, "en", catalogue)


def test_update_collects_and_check_names_what_english_lacks(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert translations.main(["update"]) == 0
    assert "wait for their English" in capsys.readouterr().out
    assert translations.main(["check"]) == 1
    assert "not translated into English: Essai de %(name)s  (ecosystem/words.py)" in capsys.readouterr().err

    translate_everything(project)
    assert translations.main(["check"]) == 0

    translate_everything(project, **{"Essai de %(name)s": "Trial of %(nom)s"})
    assert translations.main(["check"]) == 1
    assert "Essai de %(name)s" in capsys.readouterr().err


def test_french_repeats_its_sentences_under_the_french_plural_rule(project: Path) -> None:
    translations.collect(project)
    catalogue = translations.read_catalogue(project, "fr")
    message = catalogue.get("%(n)d besoin")
    assert message is not None
    assert message.string == ("%(n)d besoin", "%(n)d besoins")
    assert catalogue.plural_expr == "(n > 1)"


def test_collecting_twice_gives_the_same_bytes(project: Path) -> None:
    paths = [translations.catalogue_path(project, language) for language in ("fr", "en")]
    translations.collect(project)
    first = [path.read_bytes() for path in paths]
    translations.collect(project)
    assert [path.read_bytes() for path in paths] == first
