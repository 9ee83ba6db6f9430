"""Alerts on searches."""

from datetime import timedelta

import factory
from django.utils import timezone

from ecosystem.search.models import Alert, AlertedItem


class AlertFactory(factory.django.DjangoModelFactory[Alert]):
    """Waits for its confirmation; `AlertFactory(active=True)` was confirmed a week ago and looks at its list today."""

    class Meta:
        model = Alert

    watched = "startups"
    address = factory.Sequence(lambda n: f"alerte-{n}@exemple.test")

    class Params:
        active = factory.Trait(
            state=Alert.State.ACTIVE,
            confirmed_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=7)),
            renewed_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=7)),
            next_on=factory.LazyFunction(timezone.localdate),
        )


class AlertedItemFactory(factory.django.DjangoModelFactory[AlertedItem]):
    """An entry that the alert knew when it began."""

    class Meta:
        model = AlertedItem

    alert = factory.SubFactory(AlertFactory, active=True)
    item = factory.Sequence(lambda n: n + 1)
