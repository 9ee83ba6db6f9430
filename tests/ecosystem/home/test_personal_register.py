"""Every model field that points to a person stands in the register, and the archive and the erasure do what it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction

from ecosystem.accounts.models import User
from ecosystem.directory.models import Listing
from ecosystem.home.erasing import erase_account
from ecosystem.home.held import Held
from ecosystem.home.personal_data import personal_data
from ecosystem.home.personal_register import REGISTER, entry_of
from ecosystem.home.scrubbing import forms_of_phone
from mentors.models import Mentor
from startups.models import Startup
from tests import factories
from tests.factories import (
    AlertFactory,
    FavouriteFactory,
    MailChoiceFactory,
    MailFactory,
    MemberFactory,
    MentorFactory,
    RivalFactory,
    StartupFactory,
    UserFactory,
)

KNOW_NOBODY = {"auth", "contenttypes", "django_celery_beat"}
NAME, ADDRESS, PHONE = "Inès Vidal", "ines.vidal@exemple.test", "+33 6 12 34 56 78"
SIGN = f"{NAME}, {ADDRESS}, 06 12 34 56 78."


def held_models() -> list[type[models.Model]]:
    return [one for one in apps.get_models() if one._meta.managed and one._meta.app_label not in KNOW_NOBODY]


def to_register(model: type[models.Model]) -> set[str]:
    """Links to people and to listings, and everything that can hold words, but choices of a code."""
    found = set()
    for field in [*model._meta.local_fields, *model._meta.local_many_to_many]:
        if field.remote_field is not None:
            linked = field.related_model
            leads = isinstance(linked, type) and issubclass(linked, (User, Listing))
            if leads and not getattr(field.remote_field, "parent_link", False):
                found.add(field.name)
        elif isinstance(field, (models.CharField, models.TextField, models.JSONField, models.FileField,
                                models.GenericIPAddressField)) and not field.choices:  # fmt: skip
            found.add(field.name)
    return found - {"kind", "country", "markets", "language"} if issubclass(model, Listing) else found


def test_every_field_that_may_tell_of_a_person_is_in_the_register_once() -> None:
    for model in held_models():
        names = entry_of(model._meta.label).all_fields
        assert len(names) == len(set(names)), f"{model._meta.label}: a field has one fate"
        missing = to_register(model) - set(names)
        assert not missing, f"{model._meta.label}: say in the register what becomes of {sorted(missing)}"
        for name in names:
            model._meta.get_field(name)


def test_what_stays_or_is_not_exported_says_why() -> None:
    assert {one.model for one in REGISTER} == {one._meta.label for one in held_models()}
    for held in REGISTER:
        assert held.why or not held.kept, held.model
        links = held.names("signed", "about", "goes")
        assert held.section or held.unexported or not [*links, *held.names("emptied", "scrubbed")], held.model


@pytest.fixture
def person() -> User:
    user: User = UserFactory(full_name=NAME, email=ADDRESS)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def factory_of(model: type[models.Model]) -> Any:
    return next((one for name in factories.__all__ if name.endswith("Factory")
                 and (one := getattr(factories, name))._meta.model is model), None)  # fmt: skip


def links_of(held: Held, model: type[models.Model]) -> Iterator[Any]:
    for name in held.names("signed", "about", "goes"):
        field = model._meta.get_field(name)
        if not field.many_to_many:
            yield field


def rows_about(held: Held, person: User, mentor: Mentor, startup: Startup) -> Iterator[Any]:
    """A row for each link that can lead to the person, with her name in all its words."""
    model = apps.get_model(held.model)
    make = factory_of(model)
    if make is None or model in {User, Mentor, Listing}:
        return
    for field in links_of(held, model):
        for target in {User: [person], Mentor: [mentor], Listing: [mentor, startup], Startup: [startup]}.get(
            field.related_model, []
        ):
            yield from _made(make(), field, target)


def _made(row: Any, field: Any, target: Any) -> Iterator[Any]:
    """The row once it leads to her; none where the database says that such a row never does."""
    rows = type(row)._base_manager
    try:
        with transaction.atomic():
            rows.filter(pk=row.pk).update(**{field.attname: target.pk})
    except IntegrityError:
        return
    yield rows.get(pk=row.pk)


def sign(held: Held, row: Any) -> None:
    """Write her name, address and telephone in every word of the row that an erasure must find."""
    said = {}
    for name in held.names("emptied", "scrubbed"):
        field = row._meta.get_field(name)
        if isinstance(field, models.JSONField):
            said[name] = {"contact_email": [ADDRESS, SIGN]}
        elif isinstance(field, models.EmailField):
            said[name] = ADDRESS
        else:
            said[name] = SIGN[: field.max_length]
    type(row)._base_manager.filter(pk=row.pk).update(**said)


def dump() -> dict[str, str]:
    """Every row of every model, as text."""
    return {one._meta.label: "".join(serializers.serialize("json", one._base_manager.all(), ensure_ascii=False))
            for one in apps.get_models() if one._meta.managed}  # fmt: skip


@pytest.fixture
def rows(person: User) -> list[Any]:
    """Rows of every kind that lead to her, to her listing and to the startup that she runs with somebody else."""
    mentor = MentorFactory(
        user=person, published=True, name=NAME, contact_email="i.vidal@exemple.test", contact_phone=PHONE
    )
    MentorFactory(
        user=None, name=NAME, slug="ines-vidal-2", contact_email=ADDRESS, state="merged", merged_into_id=mentor.pk
    )
    startup = StartupFactory(
        published=True, name="Kermès", admin=person, contact_email=ADDRESS, description=f"Fondée par {NAME}."
    )
    MemberFactory(startup=startup, user=UserFactory(), role="admin")
    Authenticator.objects.create(user=person, type="totp", data={"secret": NAME})
    UserSession.objects.create(user=person, ip="192.0.2.1", session_key="x", user_agent=NAME)
    RivalFactory(listing=startup)
    MailChoiceFactory(address=ADDRESS.upper())
    MailFactory(to=ADDRESS.upper(), text=SIGN)
    AlertFactory(address=ADDRESS), FavouriteFactory(inside__owner=person)
    found = [row for held in REGISTER for row in rows_about(held, person, mentor, startup)]
    for row in found:
        sign(entry_of(row._meta.label), row)
    return found


@pytest.mark.django_db
def test_the_archive_holds_what_the_register_says(person: User, rows: list[Any]) -> None:
    data = personal_data(person)
    sections = {one.section for one in REGISTER if one.section}
    assert sections <= set(data)
    assert {one for one in sections if not data[one]} == {"answers", "introductions"}, "which need two parties"
    assert data["devices"][0]["ip"] == "192.0.2.1"
    assert "session_key" not in data["devices"][0]


@pytest.mark.django_db
def test_nothing_readable_of_her_stays_in_any_row_that_tells_of_her(person: User, rows: list[Any]) -> None:
    assert len(rows) > 80
    erase_account(person)
    for label, text in dump().items():
        for word in ("Inès", "In\\u00e8s", "Vidal", ADDRESS, ADDRESS.upper(), "12 34 56 78"):
            assert word not in text, f"{label} still says {word}"
    assert Startup.objects.get(name="Kermès").description == "Fondée par …."


@pytest.mark.parametrize("phone", ["06 12 34 56 78", "+33 (0)6 12 34 56 78", "0033612345678", "06.12.34.56.78"])
def test_a_telephone_is_known_in_its_usual_forms(phone: str) -> None:
    assert {"0612345678", "06 12 34 56 78", "06.12.34.56.78", "+33612345678", PHONE} <= forms_of_phone(phone)
    assert forms_of_phone("12") == set()
