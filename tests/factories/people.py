"""People who sign in."""

from datetime import timedelta
from typing import Any

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from knox.models import get_digest_token

from ecosystem.accounts.models import CURATORS, ActingAs, ApiToken, CalendarKey, Consent, User

PASSWORD = "correct-horse-battery"


class UserFactory(factory.django.DjangoModelFactory[User]):
    """An active person; `UserFactory(curator=True)` belongs to the association's team."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"personne{n}@exemple.test")
    full_name = factory.Sequence(lambda n: f"Camille Personne {n}")

    class Params:
        admin = factory.Trait(is_staff=True, is_superuser=True)

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return User.objects.create_user(password=kwargs.pop("password", PASSWORD), **kwargs)

    @factory.post_generation
    def curator(self: User, create: bool, wanted: bool | None, **kwargs: Any) -> None:  # type: ignore[misc]
        if create and wanted:
            self.groups.add(Group.objects.get_or_create(name=CURATORS)[0])


class ActingAsFactory(factory.django.DjangoModelFactory[ActingAs]):
    """A curator reads somebody's space; `ActingAsFactory(over=True)` was left."""

    class Meta:
        model = ActingAs

    user = factory.SubFactory("tests.factories.UserFactory")
    by = factory.SubFactory("tests.factories.UserFactory", curator=True)
    reason = "ne voit pas sa proposition"
    ends_at = factory.LazyFunction(lambda: timezone.now() + timedelta(minutes=30))

    class Params:
        over = factory.Trait(ended_at=factory.LazyFunction(timezone.now))


class ConsentFactory(factory.django.DjangoModelFactory[Consent]):
    """A yes to the publication; `ConsentFactory(given=False)` is a no."""

    class Meta:
        model = Consent

    user = factory.SubFactory(UserFactory)
    purpose = Consent.Purpose.PUBLISH
    given = True
    wording = "2026-11"


class CalendarKeyFactory(factory.django.DjangoModelFactory[CalendarKey]):
    """A person whose calendar has an address."""

    class Meta:
        model = CalendarKey

    user = factory.SubFactory(UserFactory)


class ApiTokenFactory(factory.django.DjangoModelFactory[ApiToken]):
    """A key that reads the directory; `key.secret` is what a program sends. `revoked=True` opens nothing any more."""

    class Meta:
        model = ApiToken

    class Params:
        revoked = factory.Trait(revoked_at=factory.LazyFunction(timezone.now))
        own = factory.Trait(scopes=["read:own"])

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence("Outil {}".format)
    scopes = factory.LazyFunction(lambda: ["read:directory"])

    @classmethod
    def _create(cls, model_class: type[ApiToken], *args: Any, **kwargs: Any) -> ApiToken:
        digest, secret = get_digest_token()
        fresh = {"digest": digest, "token_key": secret[:15], "expiry": timezone.now() + timedelta(days=30)}
        token = model_class.objects.create(*args, **{**fresh, **kwargs})
        token.secret = secret
        return token
