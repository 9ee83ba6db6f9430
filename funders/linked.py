"""What search engines read of a funder's page."""

from django.utils.translation import gettext as _

from ecosystem.directory.linked_data import Facts, breadcrumbs, facts_of
from ecosystem.ui.navigation import address
from funders.models import Funder


def facts(funder: Funder) -> Facts:
    """A business angel is a person, any other funder an organisation."""
    kind = "Person" if funder.funder_type == Funder.Type.BUSINESS_ANGEL else "Organization"
    return facts_of(funder, kind, sameAs=funder.website, knowsLanguage=list(funder.languages or ()))


def between(funder: Funder) -> list[tuple[str, str]]:
    """The step between the list and the page: the funders of the same nature."""
    if not funder.funder_type:
        return []
    return [(funder.get_funder_type_display(), f"{address('funders:list')}?nature={funder.funder_type}")]


def way(funder: Funder) -> Facts:
    """From the list to the page, as its crumbs say."""
    steps = ((_("Financeurs"), address("funders:list")), *between(funder), (funder.name, funder.get_absolute_url()))
    return breadcrumbs(*steps)
