"""Claims, invitations, and what is written to listings of nobody."""

from datetime import timedelta

import factory
from django.utils import timezone

from ecosystem.directory.models import Claim, Invitation, OrphanChase


class ClaimFactory(factory.django.DjangoModelFactory[Claim]):
    """A person asks to hold a published startup; `link=True` is a link to its own address."""

    class Meta:
        model = Claim

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
    by = factory.SubFactory("tests.factories.UserFactory")
    message = "Je dirige cette entreprise."
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=30))

    class Params:
        link = factory.Trait(
            way=Claim.Way.LINK, by=None, message="", address=factory.LazyAttribute(lambda o: o.listing.contact_email)
        )


class InvitationFactory(factory.django.DjangoModelFactory[Invitation]):
    """Somebody is invited to be a mentor; `team=True` to the team of a startup."""

    class Meta:
        model = Invitation

    target = Invitation.Target.MENTOR
    email = factory.Sequence(lambda n: f"invitee{n}@exemple.test")
    by = factory.SubFactory("tests.factories.UserFactory")
    next_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=20))

    class Params:
        team = factory.Trait(
            target=Invitation.Target.MEMBER, listing=factory.SubFactory("tests.factories.StartupFactory")
        )


class OrphanChaseFactory(factory.django.DjangoModelFactory[OrphanChase]):
    """A published startup that nobody holds is written to."""

    class Meta:
        model = OrphanChase

    listing = factory.SubFactory("tests.factories.StartupFactory", published=True)
