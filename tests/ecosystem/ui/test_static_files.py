"""One file of styles where static files are gathered."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders, storage
from django.templatetags.static import static

from ecosystem import ui
from ecosystem.ui.static_files import GATHERED, STYLESHEETS, GatheredStaticFiles
from ecosystem.ui.templatetags import ui_shell

CSS = Path(ui.__file__).parent / "static" / "ui" / "css"


@pytest.fixture
def gathered(settings: Any, tmp_path: Path) -> Path:
    """Styles and what they point to, gathered in a folder of their own; compressing them is the library's affair."""
    settings.STATIC_ROOT = str(tmp_path)
    settings.WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "otf", "svg"]
    gather(tmp_path)
    return tmp_path


def gather(folder: Path) -> None:
    gathering = GatheredStaticFiles(location=str(folder))
    paths: dict[str, Any] = {}
    for finder in finders.get_finders():
        for path, source in finder.list([]):
            name = f"{source.prefix}/{path}" if getattr(source, "prefix", None) else path
            if name.startswith(("ui/css/", "fonts/")):
                with source.open(path) as file:
                    gathering.delete(name)
                    gathering.save(name, file)
                paths[name] = (gathering, name)
    problems = [result for _name, _hashed, result in gathering.post_process(paths) if isinstance(result, Exception)]
    assert problems == []


def test_every_sheet_is_named_and_only_those_beside_the_gathered_one_point_elsewhere() -> None:
    files = {str(file.relative_to(CSS).with_suffix("")) for file in CSS.rglob("*.css")}
    assert files == set(STYLESHEETS)
    pointing = {name for name in STYLESHEETS if "url(" in (CSS / f"{name}.css").read_text(encoding="utf-8")}
    assert {name for name in pointing if "/" in name} == set()


def test_gathered_styles_are_one_file_with_all_layers_in_their_order(gathered: Path) -> None:
    whole = (gathered / GATHERED).read_text(encoding="utf-8")
    places = [whole.index((CSS / f"{name}.css").read_text(encoding="utf-8").strip()[:200]) for name in STYLESHEETS]
    assert places == sorted(places)
    named = list(gathered.glob("ui/css/escale.*.css"))
    assert len(named) == 1
    for address in re.findall(r'url\("([^"]+)"\)', named[0].read_text(encoding="utf-8")):
        assert (named[0].parent / address).is_file(), address


def test_gathering_again_replaces_it(gathered: Path) -> None:
    (gathered / GATHERED).write_text("old", encoding="utf-8")
    gather(gathered)
    assert "@layer" in (gathered / GATHERED).read_text(encoding="utf-8")


def test_pages_link_to_the_one_file_or_to_each(gathered: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ui_shell._stylesheets.cache_clear()
    assert ui_shell.stylesheets().count("<link") == len(STYLESHEETS)
    ui_shell._stylesheets.cache_clear()
    monkeypatch.setattr(storage.staticfiles_storage, "_wrapped", GatheredStaticFiles(location=str(gathered)))
    links = ui_shell.stylesheets()
    ui_shell._stylesheets.cache_clear()
    assert links.count("<link") == 1
    assert static(GATHERED) in links
