"""The signal flags as pixels, read from the very drawing that the pages show."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree

from PIL import Image, ImageDraw

SHEET = Path(__file__).parent / "static/ui/flags.svg"
SVG = "{http://www.w3.org/2000/svg}"
SIDE = 24
"""Of a flag, in the units of its drawing."""
FINE = 4
"""Drawn that much larger, then made smaller: the edges are smooth."""

_TOKENS = re.compile(r"[a-zA-Z]|-?[0-9]*\.?[0-9]+")
Point = tuple[float, float]


@lru_cache(maxsize=256)
def flag(letter: str, size: int) -> Image.Image:
    """One flag as a square of `size` pixels."""
    scale = size * FINE / SIDE
    image = Image.new("RGB", (size * FINE, size * FINE), "white")
    pen = ImageDraw.Draw(image)
    for shape in symbols()[letter]:
        paint(pen, shape, scale)
    return image.resize((size, size), Image.Resampling.LANCZOS)


@lru_cache(maxsize=1)
def symbols() -> dict[str, ElementTree.Element]:
    """The drawing of each letter and digit; the sheet is the site's own file."""
    sheet = ElementTree.parse(SHEET).getroot()  # noqa: S314 - our own file
    named = {symbol.get("id", ""): symbol for symbol in sheet.iter(f"{SVG}symbol")}
    return {name[2:]: symbol for name, symbol in named.items() if name.startswith("f-")}


def paint(pen: ImageDraw.ImageDraw, shape: ElementTree.Element, scale: float) -> None:
    """One rectangle, disc, surface or stroke of a flag."""
    fill = shape.get("fill", "")
    if shape.tag == f"{SVG}rect":
        pen.rectangle((0, 0, SIDE * scale, SIDE * scale), fill=fill)
    elif shape.tag == f"{SVG}circle":
        x, y, radius = (float(shape.get(name, "0")) * scale for name in ("cx", "cy", "r"))
        pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)
    elif shape.tag == f"{SVG}path":
        width = float(shape.get("stroke-width", "0"))
        for points in outlines(shape.get("d", "")):
            placed = [(x * scale, y * scale) for x, y in points]
            if width:
                pen.line(placed, fill=shape.get("stroke"), width=round(width * scale))
            else:
                pen.polygon(placed, fill=fill)


def outlines(path: str) -> Iterator[list[Point]]:
    """The corners of each part of a path made of straight lines (commands M, L, H, V and Z)."""
    tokens = _TOKENS.findall(path)
    points: list[Point] = []
    command, x, y, at = "", 0.0, 0.0, 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
            if command in "zZ":
                x, y = points[0]
                continue
            if command in "mM" and points:
                yield points
                points = []
        taken = 1 if command in "hHvV" else 2
        x, y = step(command, [float(number) for number in tokens[at : at + taken]], x, y)
        points = [*points, (x, y)]
        at += taken
        command = {"m": "l", "M": "L"}.get(command, command)
    if points:
        yield points


def step(command: str, numbers: list[float], x: float, y: float) -> Point:
    """Where a command leads from a point; a small letter counts from there."""
    from_x, from_y = (x, y) if command.islower() else (0.0, 0.0)
    if command in "hH":
        return from_x + numbers[0], y
    if command in "vV":
        return x, from_y + numbers[0]
    return from_x + numbers[0], from_y + numbers[1]
