"""What search engines read of a funder's page."""

from django.utils.translation import gettext as _

from ecosystem.directory.linked_data import Facts, breadcrumbs, facts_of
from ecosystem.ui.navigation import address
from funders.models import Funder


def facts(funder: Funder) -> Facts:
    """A business angel is a person, any other funder an organisation."""
    kind = "Person" if funder.funder_type == Funder.Type.BUSINESS_ANGEL else "Organization"
    return facts_of(funder, kind, sameAs=funder.website, knowsLanguage=list(funder.languages or ()))


def way(funder: Funder) -> Facts:
    return breadcrumbs((_("Financeurs"), address("funders:list")), (funder.name, funder.get_absolute_url()))
