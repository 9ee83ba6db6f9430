"""Logos are shown to everyone; nothing else that people upload has an address."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.core.images import small_picture
from ecosystem.directory.actions import set_logo
from startups.models import Startup
from tests.factories import StartupFactory, UserFactory
from tests.pictures import picture, wrong_files

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def startup() -> Startup:
    startup = StartupFactory(published=True)
    set_logo(startup, small_picture(picture()))
    return startup


def test_a_logo_is_served_outside_debug_to_be_kept_and_never_taken_for_something_else(
    client: Client, startup: Startup
) -> None:
    response = client.get(startup.logo.url)
    assert response.status_code == 200
    assert response.content.startswith(b"\x89PNG")
    assert response["Content-Type"] == "image/png"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in response["Cache-Control"]


@pytest.mark.parametrize(
    "name",
    ["decks/plan.pdf", "logos/plan.pdf", "logos/logo.png", f"logos/{'a' * 32}.svg", f"decks/{'a' * 32}.png", "logos/"],
)
def test_nothing_else_of_the_uploads_has_an_address(client: Client, media: Path, name: str) -> None:
    (media / name).parent.mkdir(exist_ok=True)
    if not name.endswith("/"):
        (media / name).write_bytes(b"confidential")
    assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize("way", ["../{}", "..%2f{}", "%2e%2e/{}", "logos/../{}", "logos/%2e%2e%2f{}"])
def test_no_way_leads_out_of_the_folder(client: Client, media: Path, way: str) -> None:
    name = f"{'b' * 32}.png"
    (media / name).write_bytes(b"confidential")
    assert client.get(f"/media/logos/{way.format(name)}").status_code == 404


@pytest.mark.undefined_variables_allowed
def test_a_logo_sent_in_the_back_office_is_written_anew_like_the_others(client: Client, startup: Startup) -> None:
    client.force_login(UserFactory(admin=True))
    url = reverse("admin:startups_startup_change", args=[startup.pk])
    form = client.get(url).context["adminform"].form
    data = {name: value for name, value in ((one.html_name, one.value()) for one in form) if value is not None}
    data |= {"verified_at_0": "", "verified_at_1": "", "published_at_0": "", "published_at_1": ""}
    for prefix in ("members", "needs", "moves"):
        data |= {f"{prefix}-TOTAL_FORMS": "0", f"{prefix}-INITIAL_FORMS": "0"}
    sent, part = wrong_files()["svg"]
    assert part in client.post(url, {**data, "logo": sent}).content.decode()
    response = client.post(url, {**data, "logo": picture("JPEG", name="photo.jpg")})
    assert response.status_code == 302, response.context["errors"]
    startup.refresh_from_db()
    assert client.get(startup.logo.url)["Content-Type"] == "image/png"
