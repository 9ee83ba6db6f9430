"""Searching the four kinds at once, as the search page does."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Case, IntegerField, Value, When
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers

from ecosystem.api.resources import PageFilters, Resource
from ecosystem.directory.facets import Facet
from ecosystem.directory.filters import MATCHES_MAX
from ecosystem.directory.identifiers import public_id
from ecosystem.directory.models import Listing, ListingQuerySet
from ecosystem.directory.pager import RANKED_MAX
from ecosystem.search.actions import said_otherwise, search


class SearchFilterSet(django_filters.FilterSet):  # type: ignore[misc]  # django-filter has no types
    """A text, and the kinds to look in."""

    q = django_filters.CharFilter(
        label=_("Texte cherché"),
        method="filter_text",
        max_length=200,
        required=True,
        error_messages={"required": _("Indiquez un texte à chercher.")},
    )
    type = Facet(field_name="kind", label=_("Type de fiche"), choices=Listing.Kind.choices)

    class Meta:
        model = Listing
        fields: ClassVar[list[str]] = []
        form = forms.Form

    def filter_text(self, qs: ListingQuerySet[Listing], name: str, text: str) -> ListingQuerySet[Listing]:
        """The best answers of the index keep their rank, the others follow by name; the database when it must."""
        hits = search(None, text, limit=MATCHES_MAX)
        if hits is None or hits.total > MATCHES_MAX:
            return qs.matching_text(*said_otherwise(text)).by_name()
        ranks = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(hits.pks[:RANKED_MAX])]
        if not ranks:
            return qs.none()
        rank = Case(*ranks, default=Value(RANKED_MAX), output_field=IntegerField())
        return qs.filter(pk__in=hits.pks).order_by(rank, "sort_name", "pk")


class FoundSerializer(serializers.ModelSerializer[Listing]):
    """A listing that answers, in short: its whole is read at `api`."""

    id = serializers.SerializerMethodField()
    url = serializers.SerializerMethodField()
    api = serializers.SerializerMethodField()

    class Meta:
        model = Listing
        fields = ("id", "kind", "slug", "name", "tagline", "tagline_alt", "city", "url", "api")

    @extend_schema_field(serializers.UUIDField)
    def get_id(self, listing: Listing) -> str:
        return public_id(listing.kind, listing.pk)

    @extend_schema_field(serializers.URLField)
    def get_url(self, listing: Listing) -> str:
        return f"{settings.SITE_URL}{listing.get_absolute_url()}"

    @extend_schema_field(serializers.URLField)
    def get_api(self, listing: Listing) -> str:
        return f"{settings.SITE_URL}/api/v1/{listing.kind}s/{listing.slug}/"


class SearchViewSet(mixins.ListModelMixin, Resource[Listing]):
    """One text over startups, mentors, funders and trade shows, the best answers first."""

    title = _("Recherche")
    about = _("Un texte cherché dans les quatre types de fiches, les meilleures réponses d’abord.")
    serializer_class = FoundSerializer
    filterset_class = SearchFilterSet
    filter_backends: Any = (PageFilters,)
    queryset = Listing.objects.none()

    def get_queryset(self) -> ListingQuerySet[Listing]:
        return Listing.objects.listed().by_name()
