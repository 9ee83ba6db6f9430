"""Finding funders: the filters of the list page and of the API."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.facets import Facet, JoinedFacet, WholeNumberFilter
from ecosystem.directory.models import FinancingInstrument, Stage
from ecosystem.directory.nearby import PlacedFilterSet
from ecosystem.search.index.clauses import Between, Clause, Every
from ecosystem.ui.typography import full_euros
from funders.models import Funder


def offers(amount: int) -> Q:
    """Funders whose ticket holds the amount; one who declared no ticket at all does not count as a yes."""
    low = Q(ticket_min_eur__isnull=True) | Q(ticket_min_eur__lte=amount)
    high = Q(ticket_max_eur__isnull=True) | Q(ticket_max_eur__gte=amount)
    return low & high & ~Q(ticket_min_eur__isnull=True, ticket_max_eur__isnull=True)


def asked(amount: int) -> Clause:
    """`offers`, as the search index knows it."""
    return Every((Between("ticket_min", high=amount), Between("ticket_max", low=amount)))


class FunderFilterSet(PlacedFilterSet):
    """The amount sought, the nature of the funder, stages, instruments, sectors and place."""

    kind = "funder"
    in_sight = PlacedFilterSet.in_sight | {"montant"}

    montant = WholeNumberFilter(label=_("Montant cherché"), method="filter_amount", asks=asked, written=full_euros)
    type = Facet(field_name="funder_type", indexed="funder_type", label=_("Nature"), choices=Funder.Type.choices)
    stade = JoinedFacet(field_name="stages", indexed="stage", label=_("Stade"), choices=Stage.choices)
    instrument = JoinedFacet(
        field_name="instruments", indexed="instrument", label=_("Instrument"), choices=FinancingInstrument.choices
    )

    def filter_amount(self, qs: Any, name: str, amount: int | None) -> Any:
        return qs if amount is None else qs.filter(offers(int(amount)))

    @property
    def amount(self) -> int | None:
        """The amount sought, when it is one."""
        amount: int | None = self.cleaned.get("montant")
        return amount or None

    @property
    def marks_rows(self) -> bool:
        """Rows set the amount beside their ticket."""
        return super().marks_rows or self.amount is not None

    @property
    def offers_amount(self) -> Q:
        """What the amount sought asks of a funder."""
        return offers(self.amount or 0)
