"""What search engines read of a startup's page."""

from django.utils.translation import gettext as _

from ecosystem.directory.linked_data import Facts, breadcrumbs, facts_of
from ecosystem.ui.navigation import address
from startups.models import Startup


def facts(startup: Startup) -> Facts:
    """An organisation, as its page presents it: never its raise, its files or its contact."""
    founded = startup.founded_on.isoformat() if startup.founded_on else ""
    siren = {"@type": "PropertyValue", "propertyID": "SIREN", "value": startup.siren} if startup.siren else None
    staff = {"@type": "QuantitativeValue", "value": startup.headcount} if startup.headcount else None
    return facts_of(
        startup, "Organization", foundingDate=founded, numberOfEmployees=staff, identifier=siren, sameAs=startup.website
    )


def between(startup: Startup) -> list[tuple[str, str]]:
    """The step between the list and the page: the startups of its first sector, at the level that the list filters."""
    families = [sector.parent or sector for sector in startup.sectors.all()]
    return [(str(one.name), f"{address('startups:list')}?secteur={one.slug}") for one in families[:1]]


def way(startup: Startup) -> Facts:
    """From the list to the page, as its crumbs say."""
    steps = ((_("Startups"), address("startups:list")), *between(startup), (startup.name, startup.get_absolute_url()))
    return breadcrumbs(*steps)
