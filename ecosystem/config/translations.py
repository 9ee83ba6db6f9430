"""The catalogues of the interface: `python -m ecosystem.config.translations update | check`.

The sentences in the code are French. `update` collects them into `locale/en`, which people translate, and into
`locale/fr`, which repeats them (so that French plurals follow the French rule). `check` changes nothing and fails
for every sentence that English lacks, that is fuzzy, or whose placeholders differ.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = Path("ecosystem/config/locale")
PACKAGES = ("ecosystem", "startups", "mentors", "funders")
DATE = datetime(2026, 1, 1, tzinfo=UTC)
GETTEXT_MISSING = "Collecting the sentences needs GNU gettext (xgettext, msgmerge): apt-get install gettext"


def catalogue_path(root: Path, language: str) -> Path:
    return root / LOCALE / language / "LC_MESSAGES" / "django.po"


def read_catalogue(root: Path, language: str) -> Catalog:
    with catalogue_path(root, language).open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.locale = language  # a fresh file says "Language: ", which read_po believes: no plural rule
    return catalogue


def write_catalogue(root: Path, language: str, catalogue: Catalog) -> None:
    """The same sentences give the same bytes: sorted, without line numbers, dates or what they once resembled."""
    catalogue.header_comment = f"# The interface of Escale, {language}."
    catalogue.project, catalogue.version = "Escale", "1"
    catalogue.copyright_holder = catalogue.last_translator = catalogue.language_team = "Escale contributors"
    catalogue.creation_date = catalogue.revision_date = DATE
    for message in sentences(catalogue):
        message.user_comments.clear()  # msgmerge keeps there the sentence that a new one resembles
    with catalogue_path(root, language).open("wb") as file:
        write_po(file, catalogue, width=0, sort_output=True, omit_header=False, include_lineno=False)


def sentences(catalogue: Catalog) -> list[Message]:
    return [message for message in catalogue if message.id]


def is_translated(message: Message) -> bool:
    words = message.string if isinstance(message.string, tuple | list) else [message.string]
    return bool(words) and all(words)


def collect(root: Path) -> None:
    """Merge the sentences of the code under `root` into its two catalogues; French repeats its msgid."""
    if not (shutil.which("xgettext") and shutil.which("msgmerge")):
        sys.exit(GETTEXT_MISSING)
    command = [sys.executable, "manage.py", "makemessages", "-l", "fr", "-l", "en", "-e", "html,txt,py"]
    command += ["--no-obsolete", "--add-location", "file", "--no-wrap", "-i", "var/*", "-i", "tests/*", "-i", ".venv/*"]
    shown = subprocess.run(
        command, cwd=root, env={**os.environ, "DEBUG": "1"}, capture_output=True, text=True, check=False
    )
    if shown.returncode:
        sys.exit(shown.stdout + shown.stderr)
    for language in ("fr", "en"):
        catalogue = read_catalogue(root, language)
        catalogue.fuzzy = False
        if language == "fr":
            for message in sentences(catalogue):
                message.string = message.id
                message.flags.discard("fuzzy")
        write_catalogue(root, language, catalogue)


def sources_in(folder: Path) -> None:
    """A copy of what makemessages reads, so that a check changes nothing here."""
    for package in PACKAGES:
        ignored = shutil.ignore_patterns("__pycache__", "static", "*.mo")
        shutil.copytree(ROOT / package, folder / package, ignore=ignored)
    shutil.copy(ROOT / "manage.py", folder)


def faults() -> list[str]:
    """One line for each sentence of the code that a reader of English, or of French, would not get right."""
    with tempfile.TemporaryDirectory(prefix="escale-messages-") as name:
        folder = Path(name)
        sources_in(folder)
        collect(folder)
        wanted, repeated = read_catalogue(folder, "en"), read_catalogue(folder, "fr")
    found = []
    for message in sentences(wanted):
        if message.fuzzy:
            found.append(f"fuzzy in English: {message.id}")
        elif not is_translated(message):
            found.append(
                f"not translated into English: {message.id}  ({', '.join(path for path, _ in message.locations)})"
            )
        found.extend(f"{error}: {message.id}" for error in message.check(wanted))
    known = {(message.context, str(message.id)) for message in sentences(read_catalogue(ROOT, "fr"))}
    found.extend(
        f"missing from the French catalogue (make messages): {message.id}"
        for message in sentences(repeated)
        if (message.context, str(message.id)) not in known
    )
    return found


def main(arguments: list[str]) -> int:
    if arguments == ["update"]:
        collect(ROOT)
        missing = [message for message in sentences(read_catalogue(ROOT, "en")) if not is_translated(message)]
        print(f"{len(missing)} sentences wait for their English in {catalogue_path(Path(), 'en')}")
        return 0
    if arguments == ["check"]:
        if not all(catalogue_path(ROOT, language).exists() for language in ("fr", "en")):
            sys.exit("There is no catalogue yet: make messages")
        lines = faults()
        print("\n".join(lines) or "Translations: nothing missing", file=sys.stderr if lines else sys.stdout)
        return 1 if lines else 0
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
