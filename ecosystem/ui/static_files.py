"""The styles, in the order of their layers, and how they reach browsers."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

GATHERED = "ui/css/escale.css"
"""All the layers in one file, made when static files are gathered."""
STYLESHEETS = (
    "reset",
    "tokens",
    "base",
    "layout",
    "shells",
    "components/marks",
    "components/buttons",
    "components/boxes",
    "components/labels",
    "components/rows",
    "components/fields",
    "components/choices",
    "components/suggest",
    "components/scores",
    "components/charts",
    "components/quay",
    "components/tables",
    "pages/home",
    "pages/directory",
    "pages/nothing",
    "pages/filters",
    "pages/map",
    "pages/profile",
    "pages/thesis",
    "pages/keeping",
    "pages/shows",
    "pages/figures",
    "pages/space",
    "pages/need",
    "pages/wizard",
    "pages/matching",
    "pages/answers",
    "pages/review",
    "pages/paper",
    "pages/scenarios",
    "pages/certificate",
    "pages/explaining",
    "pages/sign",
    "pages/sheet",
    "pages/desks",
    "pages/curation",
    "pages/journal",
    "pages/imports",
    "pages/account",
    "pages/onboarding",
    "pages/merge",
    "pages/api",
    "utilities",
    "print",
)


class GatheredStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Files compressed under the name of their content, and all styles in one: a first visit asks for one file."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            self.delete(GATHERED)
            self.save(GATHERED, ContentFile(_gathered(paths)))
            paths[GATHERED] = (self, GATHERED)
        yield from super().post_process(paths, dry_run, **options)


def _gathered(paths: dict[str, Any]) -> bytes:
    """The layers one after the other; what they point to is written from the folder where they all stand."""
    texts = []
    for name in STYLESHEETS:
        storage, path = paths[f"ui/css/{name}.css"]
        with storage.open(path) as file:
            texts.append(file.read())
    return b"\n".join(texts)
