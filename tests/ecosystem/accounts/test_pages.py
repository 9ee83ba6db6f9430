"""Signing up, signing in, and what a stranger learns from either: nothing."""

import re
from html import unescape
from smtplib import SMTPServerDisconnected
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.messages import get_messages
from django.core import mail
from django.test import Client
from django.urls import reverse

from ecosystem.accounts.models import Consent, User
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
LOGIN, CODE, ENTER, SIGNUP = "/connexion/", "/connexion/code/", "/connexion/code/saisie/", "/compte/inscription/"
FORGOTTEN, CONFIRM = "/mot-de-passe-oublie/", "/compte/adresses/confirmation/"
KNOWN, UNKNOWN = "connue@exemple.test", "inconnue@exemple.test"


@pytest.fixture
def person() -> User:
    """Somebody whose address is confirmed."""
    user = UserFactory(email=KNOWN, full_name="Inès Vidal")
    EmailAddress.objects.create(user=user, email=KNOWN, verified=True, primary=True)
    return user


def plain(response: Any, *secrets: str) -> str:
    """What the page says, without what differs at each request."""
    text = re.sub(r'(csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]+"', "", response.content.decode())
    for secret in secrets:
        text = text.replace(secret, "…")
    return text


def link_of(message: Any) -> str:
    found = re.search(r"https?://[^/\s]+(/\S+)", message.body)
    assert found is not None, message.body
    return found[1]


def code_of(message: Any) -> str:
    found = re.search(r"^[A-Z0-9-]{6,}$", message.body, re.MULTILINE)
    assert found is not None, message.body
    return found[0]


def sign_up(client: Client, email: str, **more: str) -> Any:
    data = {"door": "founder", "first_name": "Nora", "last_name": "Neuve", "email": email, "privacy": "on", **more}
    return client.post(SIGNUP, data, follow=True)


def test_somebody_signs_up_confirms_and_lands_in_her_space(client: Client) -> None:
    response = sign_up(client, "Nora@Exemple.TEST")
    assert response.redirect_chain[-1][0] == "/compte/adresses/confirmation/"
    user = User.objects.get()
    assert (user.email, user.full_name, user.language) == ("nora@exemple.test", "Nora Neuve", "fr")
    assert not user.has_usable_password()
    assert client.get("/espace/").status_code == 302, "nothing opens before the address is confirmed"
    wrong = client.post(CONFIRM, {"code": "ZZZZZZ"})
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    assert not EmailAddress.objects.get().verified
    client.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert EmailAddress.objects.get().verified
    assert client.get("/espace/")["Location"] == reverse("startups:create")


@pytest.mark.parametrize(("door", "page"), [("mentor", "mentors:welcome"), ("funder", "funders:welcome")])
def test_each_door_leads_to_its_own_start(client: Client, door: str, page: str) -> None:
    sign_up(client, "nora@exemple.test", door=door)
    client.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert client.get("/espace/")["Location"] == reverse(page)


def test_the_newsletter_is_asked_for_by_its_own_box_and_its_proof_is_kept(client: Client) -> None:
    sign_up(client, "nora@exemple.test")
    sign_up(Client(), "yann@exemple.test", newsletter="on")
    row = Consent.objects.get()
    assert (row.user.email, row.purpose, row.given) == ("yann@exemple.test", "newsletter", True)
    assert row.proof["where"] == "inscription"
    assert row.proof["title"] == "Lettre mensuelle"


def test_another_code_is_not_sent_in_a_row(client: Client) -> None:
    sign_up(client, "nora@exemple.test")
    client.post(CONFIRM, {"action": "resend"})
    assert len(mail.outbox) == 1


def test_whoever_signed_in_by_a_code_of_the_door_stays_out_until_it_is_typed(client: Client) -> None:
    sign_up(client, "nora@exemple.test")
    assert Client().get("/espace/").status_code == 302
    back = client.post("/deconnexion/", {"next": SIGNUP})
    assert back["Location"] == SIGNUP
    assert client.get(SIGNUP).status_code == 200, "a mistyped address is typed again"


def test_too_many_sign_ups_from_one_place_are_asked_to_wait(client: Client) -> None:
    answers = {sign_up(Client(), f"personne{number}@ailleurs.test").status_code for number in range(25)}
    assert 429 in answers


def test_signing_up_says_the_same_whether_or_not_the_address_is_known(person: User) -> None:
    known, unknown = sign_up(Client(), KNOWN), sign_up(Client(), UNKNOWN)
    assert known.redirect_chain == unknown.redirect_chain
    assert plain(known, KNOWN) == plain(unknown, UNKNOWN)
    assert User.objects.filter(email=KNOWN).count() == 1
    assert [message.to for message in mail.outbox] == [[KNOWN], [UNKNOWN]]
    assert mail.outbox[0].subject == "Vous avez déjà un compte"
    assert person.check_password(PASSWORD)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"first_name": ""}, "first_name"),
        ({"last_name": ""}, "last_name"),
        ({"door": "curator"}, "door"),
        ({"privacy": ""}, "privacy"),
        ({"email": "pas une adresse"}, "email"),
    ],
)
def test_what_is_wrong_in_a_sign_up_is_told_and_nothing_typed_is_lost(
    client: Client, data: dict[str, str], field: str
) -> None:
    response = sign_up(client, data.pop("email", UNKNOWN), **data)
    assert field in response.context["form"].errors
    page = response.content.decode()
    assert "Nora" in page or field == "first_name"
    assert "Neuve" in page or field == "last_name"
    assert UNKNOWN in page or field == "email"
    assert not User.objects.exists()


def test_signing_in_with_a_password_goes_back_to_the_page_that_was_asked(client: Client, person: User) -> None:
    response = client.post(f"{LOGIN}?next=/compte/", {"login": KNOWN.upper(), "password": PASSWORD})
    assert response["Location"] == "/compte/"


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.test/", "//ailleurs.test/", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client: Client, person: User, elsewhere: str) -> None:
    response = client.post(LOGIN, {"login": KNOWN, "password": PASSWORD, "next": elsewhere})
    assert response["Location"] == "/espace/"


def test_a_wrong_password_and_an_unknown_address_are_one_answer(person: User) -> None:
    wrong = Client().post(LOGIN, {"login": KNOWN, "password": "autre chose"})
    unknown = Client().post(LOGIN, {"login": UNKNOWN, "password": "autre chose"})
    assert (wrong.status_code, unknown.status_code) == (200, 200)
    assert plain(wrong, KNOWN) == plain(unknown, UNKNOWN)
    assert "ne vont pas ensemble" in wrong.content.decode()


def test_a_code_signs_in_once(client: Client, person: User) -> None:
    assert client.post(CODE, {"email": KNOWN})["Location"] == ENTER
    page = client.get(ENTER).content.decode()
    assert 'autocomplete="one-time-code"' in page
    code = re.search(r"^[A-Z0-9-]{6,}$", mail.outbox[0].body, re.MULTILINE)
    assert code is not None, mail.outbox[0].body
    wrong = client.post(ENTER, {"code": "ZZZZZZ"})
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    assert client.post(ENTER, {"code": code[0]})["Location"] == "/espace/"
    assert client.get("/compte/").status_code == 200
    again = Client()
    again.post(CODE, {"email": KNOWN})
    assert again.post(ENTER, {"code": code[0]}).status_code == 200


def field_values(page: str, action: str) -> dict[str, str]:
    """What the form that goes to `action` and has no text to type would send."""
    form = next(part for part in page.split("<form")[1:] if f'action="{action}"' in part)
    return {name: unescape(value) for name, value in re.findall(r'name="(\w+)"[^>]*? value="([^"]*)"', form)}


def test_a_mistyped_address_is_changed_by_a_button_and_what_was_asked_is_not_forgotten(
    client: Client, person: User
) -> None:
    client.post(f"{CODE}?next=/compte/", {"email": "conue@exemple.test", "next": "/compte/"})
    assert client.get(LOGIN)["Location"].startswith(ENTER)
    page = client.get(f"{ENTER}?next=/compte/").content.decode()
    back = client.post("/deconnexion/", field_values(page, "/deconnexion/"))["Location"]
    assert back == f"{CODE}?next=%2Fcompte%2F"
    assert client.get(back).status_code == 200
    assert client.get(LOGIN).status_code == 200
    client.post(back, {"email": KNOWN, "next": "/compte/"})
    assert [message.to[0] for message in mail.outbox] == ["conue@exemple.test", KNOWN]


def test_another_code_is_sent_on_demand_and_replaces_the_first(client: Client, person: User) -> None:
    client.post(CODE, {"email": KNOWN})
    assert "Recevoir un autre code" in client.get(ENTER).content.decode()
    client.post(ENTER, {"action": "resend"})
    first, second = (re.findall(r"^[A-Z0-9-]{6,}$", message.body, re.MULTILINE)[0] for message in mail.outbox)
    assert "Ce code n’est pas le bon" in client.post(ENTER, {"code": first}).content.decode()
    assert client.post(ENTER, {"code": second})["Location"] == "/espace/"


def test_asking_for_a_code_says_the_same_whether_or_not_the_address_is_known(person: User) -> None:
    answers = []
    for email in (KNOWN, UNKNOWN):
        response = Client().post(CODE, {"email": email}, follow=True)
        answers.append((response.redirect_chain, plain(response, email)))
    assert answers[0] == answers[1]
    assert [message.to[0] for message in mail.outbox] == [KNOWN, UNKNOWN]


def test_a_forgotten_password_is_replaced_by_a_link_that_serves_once(client: Client, person: User) -> None:
    client.post(FORGOTTEN, {"email": KNOWN})
    link = link_of(mail.outbox[0])
    form = client.get(link, follow=True)
    new = {"password1": "une autre phrase longue", "password2": "une autre phrase longue"}
    assert client.post(form.redirect_chain[-1][0], new).status_code == 302
    person.refresh_from_db()
    assert person.check_password("une autre phrase longue")
    assert "Ce lien ne sert plus" in Client().get(link, follow=True).content.decode()
    assert "a changé" in mail.outbox[-1].subject


def test_a_forgotten_password_says_the_same_whether_or_not_the_address_is_known(person: User) -> None:
    pages = [plain(Client().post(FORGOTTEN, {"email": one}, follow=True), one) for one in (KNOWN, UNKNOWN)]
    assert pages[0] == pages[1]


def test_an_altered_link_of_confirmation_changes_nothing(client: Client) -> None:
    assert "Ce lien ne sert plus" in client.get("/compte/adresses/confirmation/abc/").content.decode()


def test_signing_out_asks_first(client: Client, person: User) -> None:
    client.force_login(person)
    assert "Se déconnecter" in client.get("/deconnexion/").content.decode()
    assert client.get("/compte/").status_code == 200
    client.post("/deconnexion/")
    assert client.get("/compte/").status_code == 302


def test_a_password_is_changed_with_the_former_one(client: Client, person: User) -> None:
    client.force_login(person)
    url = reverse("account_change_password")
    new = {"password1": "une autre phrase longue", "password2": "une autre phrase longue"}
    assert "oldpassword" in client.post(url, {"oldpassword": "faux", **new}).context["form"].errors
    assert client.post(url, {"oldpassword": PASSWORD, **new})["Location"] == "/compte/reglages/"
    assert client.get("/compte/").status_code == 200


def test_an_address_is_added_then_confirmed(client: Client, person: User) -> None:
    client.force_login(person)
    url = reverse("account_email")
    assert client.post(url, {"email": "seconde@exemple.test", "action_add": "1"})["Location"] == CONFIRM
    assert not EmailAddress.objects.filter(email="seconde@exemple.test").exists()
    client.post(CONFIRM, {"code": code_of(mail.outbox[-1])})
    page = client.get(url).content.decode()
    assert "seconde@exemple.test" in page
    assert "À confirmer" not in page


def test_a_mail_server_that_does_not_answer_leaves_the_page_standing(
    client: Client, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise SMTPServerDisconnected

    monkeypatch.setattr("django.core.mail.message.EmailMessage.send", refuse)
    response = client.post(CODE, {"email": KNOWN})
    assert response.status_code == 302
    assert "n’a pas pu partir" in " ".join(str(one) for one in get_messages(response.wsgi_request))


def test_too_many_wrong_passwords_are_slowed_down(client: Client, person: User) -> None:
    for _ in range(12):
        response = client.post(LOGIN, {"login": KNOWN, "password": "faux"})
    assert "Trop d’essais" in response.content.decode()
    assert client.post(LOGIN, {"login": KNOWN, "password": PASSWORD}).status_code == 200


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_request_login_code",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
    ],
)
def test_the_pages_exist_in_both_languages(client: Client, name: str) -> None:
    url = reverse(name)
    for address in (url, f"/en{url}"):
        response = client.get(address)
        assert response.status_code == 200
        assert "<h1>" in response.content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_second_factor_is_switched_on_after_the_password_was_given_again(client: Client, person: User) -> None:
    client.post(LOGIN, {"login": KNOWN, "password": PASSWORD})
    activate = reverse("mfa_activate_totp")
    asked = client.get(activate)["Location"]
    assert asked.startswith(reverse("account_reauthenticate"))
    assert "Confirmez que c’est vous" in client.get(asked).content.decode()
    assert "Ce mot de passe n’est pas le bon" in client.post(asked, {"password": "faux"}).content.decode()
    assert client.post(asked, {"password": PASSWORD})["Location"] == activate
    form = client.get(activate).context["form"]
    code = format_hotp_value(hotp_value(form.secret, next(yield_hotp_counters_from_time())))
    assert client.post(activate, {"code": code})["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_index")).status_code == 200
    assert mail.outbox[-1].subject == "Double authentification activée"
    other = Client()
    assert other.post(LOGIN, {"login": KNOWN, "password": PASSWORD})["Location"] == reverse("mfa_authenticate")
    assert other.get(reverse("mfa_authenticate")).status_code == 200
    assert other.get("/compte/").status_code == 302


@pytest.mark.parametrize("name", ["account_email", "account_change_password", "mfa_index"])
def test_the_pages_of_an_account_keep_the_rail_of_the_persons_space(client: Client, name: str) -> None:
    client.force_login(UserFactory(curator=True))
    text = client.get(reverse(name)).content.decode()
    assert 'class="rail"' in text
    assert f'href="{reverse("matching:rounds")}"' in text


def test_a_lone_confirmed_address_has_nothing_to_do_but_another_one_to_add(client: Client, person: User) -> None:
    client.force_login(person)
    text = client.get(reverse("account_email")).content.decode()
    assert "action_add" in text
    for useless in ("action_primary", "action_send", "action_remove"):
        assert useless not in text
    EmailAddress.objects.update(verified=False)
    assert "action_send" in client.get(reverse("account_email")).content.decode()


def test_a_sign_up_lists_what_is_wrong_in_the_order_of_its_page(client: Client) -> None:
    text = client.post(SIGNUP, {}).content.decode()
    asked = ["Indiquez votre prénom.", "Indiquez votre nom.", "Indiquez votre adresse e-mail.", "puis cochez la case."]
    places = [text.index(sentence) for sentence in asked]
    assert places == sorted(places)
