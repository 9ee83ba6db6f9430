"""Pictures that people send."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from ecosystem.core.images import small_picture
from tests.pictures import picture, wrong_files


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_written_anew_as_a_small_png_under_another_name(kind: str) -> None:
    kept = small_picture(picture(kind, name=f"../../mon logo.{kind.lower()}"))
    with Image.open(kept) as written:
        assert written.format == "PNG"
        assert written.size == (512, 256)
    assert kept.name is not None
    assert kept.name.endswith(".png")
    assert "logo" not in kept.name


def test_nothing_hidden_in_a_picture_survives() -> None:
    sent = picture()
    sent.seek(0, 2)
    sent.write(b"<script>alert(1)</script>")
    sent.seek(0)
    assert b"script" not in small_picture(sent).read()


@pytest.mark.parametrize("name", sorted(wrong_files()))
def test_what_is_not_a_picture_is_refused_with_its_own_sentence(name: str) -> None:
    sent, part = wrong_files()[name]
    if name == "empty":
        part = "pas une image"
    with pytest.raises(ValidationError) as refusal:
        small_picture(sent)
    assert part in refusal.value.messages[0]


def test_a_picture_whose_notes_lie_is_refused_like_any_other_wrong_file() -> None:
    notes = Image.Exif()
    notes[0x0112], notes[0x010E] = 6, "x" * 40
    made = BytesIO()
    Image.new("RGB", (60, 40)).save(made, "JPEG", exif=notes)
    lying = bytearray(made.getvalue())
    lying[lying.index(b"Exif") + 17] = 0
    with pytest.raises(ValidationError):
        small_picture(SimpleUploadedFile("logo.jpg", bytes(lying)))
