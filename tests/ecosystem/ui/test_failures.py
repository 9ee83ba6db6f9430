"""When something goes wrong, the page says what happened, what became of the request, and how to go on."""

import pytest
from django.test import Client
from django.urls import reverse

from ecosystem.core.errors import Refused
from tests.factories import StartupFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def failing(monkeypatch):
    """A page that raises what the test gives it."""

    def failing(error):
        def fail(*args, **kwargs):
            raise error

        monkeypatch.setattr("ecosystem.ui.views.url_has_allowed_host_and_scheme", fail)
        return Client(raise_request_exception=False).post("/theme/", {"theme": "dark"})

    return failing


def test_an_address_close_to_a_public_listing_names_it(client):
    StartupFactory(published=True, name="Calanque Robotics", slug="calanque-robotics")
    StartupFactory(name="Calanque Robotic", slug="calanque-robotik")
    page = client.get("/startups/calanque-robotic/").content.decode()
    assert "Calanque Robotics" in page
    assert "Calanque Robotic<" not in page
    for lost in ("/mentors/calanque-robotic/", "/nulle-part/", "/startups/xx/"):
        answer = client.get(lost)
        assert answer.status_code == 404
        assert "Cherchez la fiche par son nom" in answer.content.decode()


def test_a_host_that_is_not_ours_is_a_bad_request(client, settings):
    settings.ALLOWED_HOSTS = ["escale.example"]
    answer = client.get("/", headers={"host": "evil.example"})
    assert answer.status_code == 400
    assert "pas compris cette demande" in answer.content.decode()


def test_a_body_that_says_it_is_too_large_is_refused_before_it_is_read(client, settings):
    class Unread:
        def read(self, *args):
            raise AssertionError("read")

        readline = read

    answer = client.generic("POST", "/theme/", b"", CONTENT_LENGTH=str(100 * 1024 * 1024), **{"wsgi.input": Unread()})
    assert answer.status_code == 413
    assert "50\u00a0Mo au plus" in answer.content.decode()
    assert answer.headers["Connection"] == "close"


def test_a_form_larger_than_the_memory_it_is_given_is_too_heavy_too(client, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 10
    assert client.post("/theme/", {"theme": "x" * 100}).status_code == 413


def test_a_refusal_that_no_page_caught_is_a_sentence(failing):
    answer = failing(Refused("La tournée est close."))
    assert answer.status_code == 409
    assert "La tournée est close." in answer.content.decode()


def test_a_failure_of_ours_has_a_reference_that_the_log_knows(failing, caplog):
    answer = failing(ValueError("ours"))
    assert answer.status_code == 500
    [said] = [record.getMessage() for record in caplog.records if record.getMessage().startswith("Reference")]
    assert said.split()[1].strip(":") in answer.content.decode()
    assert "Réessayer" not in answer.content.decode()


def test_whoever_signs_in_too_often_is_told_to_wait(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}
    UserFactory(email="a@exemple.test")
    said = {"login": "a@exemple.test", "password": "faux"}
    answers = [client.post(reverse("account_login"), said, follow=True) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["Retry-After"] == "300"
    assert "Attendez 5\u00a0minutes" in answers[-1].content.decode()


def test_an_address_that_is_too_long_is_refused_in_its_language(client):
    assert "Cette adresse est trop longue" in client.get("/startups/?q=" + "a" * 7_000).content.decode()
    page = client.get("/en/startups/?q=" + "a" * 7_000).content.decode()
    assert '<html lang="en"' in page
    assert "Back to the home page" in page


def test_whoever_may_not_open_a_page_asks_for_it_or_changes_accounts(client):
    client.force_login(UserFactory(curator=True, email="lucie@exemple.test"))
    answer = client.get("/admin/", follow=True)
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "lucie@exemple.test" in page
    assert "mailto:equipe@escale.example?subject=Demande%20d" in page
    assert "/deconnexion/?next=/connexion/" in page
