"""Pictures that people send: read with care, made small, and written anew, so that nothing else comes with them."""

import warnings
from io import BytesIO
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

MAX_BYTES = 5 * 1024 * 1024
MAX_PIXELS = 30_000_000
SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP")

TOO_HEAVY = _("Cette image pèse plus de 5 Mo. Choisissez-en une plus légère.")
TOO_LARGE = _("Cette image a trop de pixels. Réduisez-la à moins de 30 millions de pixels.")
IS_SVG = _("Les images SVG ne sont pas acceptées. Envoyez votre logo en PNG, JPEG ou WebP.")
NOT_AN_IMAGE = _("Ce fichier n’est pas une image que nous savons lire. Envoyez un PNG, un JPEG ou un WebP.")


def small_picture(upload: File[bytes]) -> ContentFile[bytes]:
    """The same picture as a PNG of 512 pixels at most, under a name of ours; ValidationError says why it is refused."""
    if (upload.size or 0) > MAX_BYTES:
        raise ValidationError(TOO_HEAVY, code="too_heavy")
    start = upload.read(400).lstrip().lower()
    upload.seek(0)
    if b"<svg" in start or (upload.name or "").lower().endswith((".svg", ".svgz")):
        raise ValidationError(IS_SVG, code="svg")
    written = BytesIO()
    _decoded(upload).save(written, "PNG", optimize=True)
    return ContentFile(written.getvalue(), name=f"{uuid4().hex}.png")


def _decoded(upload: File[bytes]) -> Image.Image:
    """Its size is read before its pixels: a small file may hide a very large picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise ValidationError(TOO_LARGE, code="too_large")
                upright = ImageOps.exif_transpose(image)
                upright.thumbnail((SIDE, SIDE))
                return upright.convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(TOO_LARGE, code="too_large") from error
    except ValidationError:
        raise
    except Exception as error:  # a file that lies about itself makes the decoder stumble in many ways
        raise ValidationError(NOT_AN_IMAGE, code="not_an_image") from error
