"""The picture that social networks show of a page: flags, a name and a sentence, drawn once and kept on disk."""

from collections.abc import Callable
from dataclasses import astuple, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from ecosystem.directory.models import Listing
from ecosystem.ui import flags, fonts, painting

SIZE = (1200, 630)
LOOK = 2
"""Of the drawing: raised when it changes, so that every card is drawn anew."""
KEPT_IN_A_FOLDER = 200
"""Cards kept in each of the 256 folders: the oldest leave first, and are drawn again when asked for."""

NIGHT, WHITE, SOFT, SUN, EDGE = "#0a1f33", "#ffffff", "#bccddc", "#ffc72e", "#33495f"
STRIP = ("#0b4fa8", "#ffffff", "#da3b22", "#ffc72e") * 3
FLAG, GAP, LEFT, TOP, TEXT = 136, 10, 80, 84, 290
RIGHT = SIZE[0] - 80
BOTTOM = 18
WRITTEN = ("above", "name", "sentence", "signature")

ABSENT = str.maketrans({"\N{NON-BREAKING HYPHEN}": "-", "\N{NARROW NO-BREAK SPACE}": "\N{NO-BREAK SPACE}"})
"""Signs that the typeface lacks, and those that stand in for them."""

Font = ImageFont.FreeTypeFont


@dataclass(frozen=True, slots=True)
class Card:
    """What is written and drawn on one card."""

    above: str
    name: str
    sentence: str
    signature: str
    is_person: bool = False
    logo: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes with anything that the card shows, and with the look of all."""
        return sha256(repr((LOOK, astuple(self))).encode()).hexdigest()[:32]


def card_of(listing: Listing) -> Card:
    """The card of a listing, in the reader's language."""
    kind = str(Listing.Kind(listing.kind).label)
    above = " · ".join(filter(None, [kind[:1].upper() + kind[1:], listing.city]))
    is_person = listing.kind == Listing.Kind.MENTOR
    signature = f"{settings.ESCALE_NAME} · {settings.ESCALE_ASSOCIATION}"
    return Card(above, listing.name, listing.shown_tagline, signature, is_person, listing.logo.name or "")


def site_card() -> Card:
    """The card of every page that is not a listing."""
    sentence = _("L’annuaire vivant et la mise en relation des startups, des mentors et des financeurs.")
    return Card("", settings.ESCALE_NAME, sentence, settings.ESCALE_ASSOCIATION)


def picture(card: Card) -> bytes:
    """The card as a PNG: from the disk, or drawn now and kept."""
    path = Path(settings.CARDS_ROOT) / card.fingerprint[:2] / f"{card.fingerprint}.png"
    try:
        return path.read_bytes()
    except FileNotFoundError:
        content = drawn(card)
        keep(path, content)
        return content


def keep(path: Path, content: bytes) -> None:
    """Written whole or not at all; a disk that is full costs only the time to draw again."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as file:
            file.write(content)
        Path(file.name).replace(path)
        kept = sorted(path.parent.glob("*.png"), key=lambda one: one.stat().st_mtime)
        for oldest in kept[:-KEPT_IN_A_FOLDER]:
            oldest.unlink(missing_ok=True)
    except OSError:
        return


def drawn(card: Card) -> bytes:
    """The card, painted on night with the site's flags and letters."""
    card = replace(card, **{name: getattr(card, name).translate(ABSENT) for name in WRITTEN})
    image = Image.new("RGB", SIZE, NIGHT)
    pen = ImageDraw.Draw(image)
    hoist(image, pen, card)
    y = 78
    if card.above:
        pen.text((TEXT, y), card.above, font=font("SemiBold", 30), fill=SUN)
        y += 52
    size, lines = fitted(card.name)
    for line in lines:
        pen.text((TEXT - 3, y), line, font=font("Bold", size), fill=WHITE)
        y += round(size * 1.1)
    y += 22
    for line in wrapped(card.sentence, font("Regular", 38), 3):
        pen.text((TEXT, y), line, font=font("Regular", 38), fill=SOFT)
        y += 51
    pen.text((TEXT, 528), card.signature, font=font("Medium", 28), fill=WHITE)
    width = SIZE[0] / len(STRIP)
    for place, colour in enumerate(STRIP):
        pen.rectangle((width * place, SIZE[1] - BOTTOM, width * (place + 1), SIZE[1]), fill=colour)
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue()


def hoist(image: Image.Image, pen: ImageDraw.ImageDraw, card: Card) -> None:
    """At the left: a person's initials, a logo, or the flags of the name."""
    if logo := logo_of(card):
        pen.rounded_rectangle((LEFT, TOP, LEFT + 160, TOP + 160), radius=22, fill=WHITE)
        image.paste(logo, (LEFT + 80 - logo.width // 2, TOP + 80 - logo.height // 2), logo)
    elif card.is_person:
        pen.ellipse((LEFT, TOP, LEFT + 160, TOP + 160), fill="#fff3cf")
        middle = (LEFT + 80, TOP + 80)
        pen.text(middle, flags.initials(card.name), font=font("SemiBold", 64), fill="#6a4c00", anchor="mm")
    else:
        for rank, letter in enumerate(flags.hoisted(card.name)):
            y = TOP + rank * (FLAG + GAP)
            image.paste(painting.flag(letter, FLAG), (LEFT, y))
            pen.rectangle((LEFT, y, LEFT + FLAG - 1, y + FLAG - 1), outline=EDGE, width=2)


def logo_of(card: Card) -> Image.Image | None:
    """The logo inside its box; None when there is none or it cannot be read."""
    if not card.logo:
        return None
    try:
        with default_storage.open(card.logo) as file:
            logo = Image.open(file).convert("RGBA")
    except (OSError, ValueError):
        return None
    logo.thumbnail((128, 128))
    return logo


def fitted(name: str) -> tuple[int, list[str]]:
    """The name as large as two lines hold it whole, and those lines; three small ones for the longest."""
    for size in (96, 84, 72, 60):
        lines = wrapped(name, font("Bold", size), 2)
        if " ".join(lines) == " ".join(name.split()) and len(lines) <= (1 if size > 84 else 2):
            return size, lines
    return 52, wrapped(name, font("Bold", 52), 3)


def wrapped(text: str, face: Font, most: int) -> list[str]:
    """The text in lines that fit, the last one cut with « … » where it does not."""
    lines: list[str] = []
    words = text.split()
    while words and len(lines) < most:
        taken = max(1, holding(words, face))
        lines.append(cut(" ".join(words[:taken]), face))
        words = words[taken:]
    if words and lines:
        lines[-1] = cut(f"{lines[-1].removesuffix('…')} …", face)
    return lines


def holding(words: list[str], face: Font) -> int:
    """How many of the words one line holds."""
    return longest(len(words), lambda count: fits(" ".join(words[:count]), face))


def cut(text: str, face: Font) -> str:
    """As much of the text as fits in one line."""
    if fits(text, face):
        return text
    kept = longest(len(text), lambda count: fits(f"{text[:count].rstrip()}…", face))
    return f"{text[:kept].rstrip()}…"


def longest(most: int, holds: Callable[[int], bool]) -> int:
    """The largest count that holds, where every smaller one does."""
    low, high = 0, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def fits(text: str, face: Font) -> bool:
    return face.getlength(text) <= RIGHT - TEXT


@lru_cache(maxsize=32)
def font(weight: str, size: int) -> Font:
    return ImageFont.truetype(str(fonts.directory() / f"HankenGrotesk-{weight}.otf"), size)
