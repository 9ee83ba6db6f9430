"""What two startups may share beside their sectors and their commune."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from ecosystem.directory.similar import Ties, Trait, Values, choice_values, register_traits
from startups.models import Need


def sought() -> QuerySet[Need]:
    """The needs that visitors may read and that have a subject."""
    return Need.objects.public().filter(topic__isnull=False).select_related("topic").order_by("pk")


def topics_of(startup: Any) -> Values:
    needs = startup.topics_sought if hasattr(startup, "topics_sought") else sought().filter(startup=startup.pk)
    return {need.topic_id: str(need.topic) for need in needs}


def register() -> None:
    """Called once, when the apps are ready."""
    register_traits(
        "startup",
        Trait(
            4,
            topics_of,
            lambda names: _("Cherche aussi : %(names)s") % {"names": ", ".join(names)},
            Ties(sought, "topic", "startup"),
            lambda: [Prefetch("needs", sought(), to_attr="topics_sought")],
        ),
        Trait(3, choice_values("stage"), lambda names: _("Même stade : %(name)s") % {"name": names[0]}),
    )
