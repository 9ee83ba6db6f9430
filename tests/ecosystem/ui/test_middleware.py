"""A missing page is the site's own, even where DEBUG shows Django's."""

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory

from ecosystem.ui.middleware import FriendlyNotFound

pytestmark = pytest.mark.django_db


def through(rf: RequestFactory, response: HttpResponse) -> HttpResponse:
    request = rf.get("/nulle-part/")
    return FriendlyNotFound(lambda _request: response)(request)


def test_a_technical_404_becomes_the_site_s_own(rf: RequestFactory) -> None:
    shown = through(rf, HttpResponse("Using the URLconf defined in…", status=404))
    assert shown.status_code == 404
    assert "URLconf" not in shown.content.decode()
    assert "Escale" in shown.content.decode()


@pytest.mark.parametrize("response", [HttpResponse("ok"), JsonResponse({"detail": "Not found"}, status=404)])
def test_everything_else_passes(rf: RequestFactory, response: HttpResponse) -> None:
    assert through(rf, response) is response
