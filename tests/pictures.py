"""Files that people send as their logo, good and bad."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind: str = "PNG", size: tuple[int, int] = (800, 400), name: str = "logo.png") -> SimpleUploadedFile:
    """A real picture."""
    written = BytesIO()
    Image.new("RGB", size, "#0b4fa8").save(written, kind)
    return SimpleUploadedFile(name, written.getvalue())


def pixel_bomb(width: int = 50_000, height: int = 50_000) -> SimpleUploadedFile:
    """A few hundred bytes that say they are a very large picture."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    data = (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 100))
        + chunk(b"IEND", b"")
    )
    return SimpleUploadedFile("bombe.png", data)


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def wrong_files() -> dict[str, tuple[SimpleUploadedFile, str]]:
    """Each wrong file with a part of the sentence that the person reads."""
    half = picture().read()
    return {
        "text": (SimpleUploadedFile("logo.png", b"ceci n'est pas une image"), "pas une image"),
        "half a picture": (SimpleUploadedFile("logo.png", half[: len(half) // 2]), "pas une image"),
        "svg": (SimpleUploadedFile("logo.svg", SVG), "SVG"),
        "svg called png": (SimpleUploadedFile("logo.png", SVG), "SVG"),
        "pixel bomb": (pixel_bomb(), "trop de pixels"),
        "many pixels": (pixel_bomb(7_000, 7_000), "trop de pixels"),
        "heavy": (SimpleUploadedFile("logo.png", picture().read() + b"0" * (5 * 1024 * 1024)), "5 Mo"),
        "empty": (SimpleUploadedFile("logo.png", b""), "vide"),
        "a moving picture": (picture("GIF", name="logo.gif"), "pas une image"),
        "a format that we do not read": (picture("BMP", name="logo.bmp"), "pas une image"),
    }
