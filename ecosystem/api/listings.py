"""What the listings of the API share: their public fields, and read-only views by slug."""

from datetime import datetime
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import mixins, serializers, status
from rest_framework.exceptions import NotFound
from rest_framework.request import Request
from rest_framework.response import Response

from ecosystem.api.resources import PageFilters, Resource, TermSerializer, last_modified
from ecosystem.core.kept import kept_each
from ecosystem.directory.addresses import ASKED_AGAIN, new_home
from ecosystem.directory.facets import CityFacet, TermFacet
from ecosystem.directory.identifiers import public_id
from ecosystem.directory.models import Listing
from ecosystem.directory.nearby import PlaceFilter, ZoneFilter
from ecosystem.tradeshows.filters import EditionCountryFacet

for free in (TermFacet, CityFacet, EditionCountryFacet, PlaceFilter, ZoneFilter):
    extend_schema_field({"type": "string"})(free)  # what they take is in the database: the description says any word

_L = TypeVar("_L", bound=Listing)

LISTING_FIELDS = (
    "id",
    "slug",
    "name",
    "language",
    "tagline",
    "description",
    "tagline_alt",
    "description_alt",
    "website",
    "city",
    "region",
    "country",
    "sectors",
    "verified_at",
    "updated_at",
    "url",
)
"""Never an e-mail address, a telephone number, or who wrote the listing."""

NOTHING_HERE = _("Il n’y a rien à cette adresse.")


class KeptList(serializers.ListSerializer[Any]):
    """Rows that are told the same to everybody, each once as long as nothing public is written."""

    def to_representation(self, data: Any) -> list[Any]:
        child: Any = self.child
        return kept_each(f"api.{type(child).__name__}", self.context.get("request"), data, child.to_representation)


class ListingSerializer(serializers.ModelSerializer[_L], Generic[_L]):
    """The public part of a listing of any kind."""

    id = serializers.SerializerMethodField()
    country = serializers.CharField(source="country.code")
    sectors = TermSerializer(many=True)
    url = serializers.SerializerMethodField()

    @classmethod
    def many_init(cls, *args: Any, **kwargs: Any) -> Any:
        """The rows of a page."""
        return KeptList(*args, **{**kwargs, "child": cls()})

    @extend_schema_field(serializers.UUIDField)
    def get_id(self, listing: _L) -> str:
        return public_id(listing.kind, listing.pk)

    @extend_schema_field(serializers.URLField)
    def get_url(self, listing: _L) -> str:
        return f"{settings.SITE_URL}{listing.get_absolute_url()}"


class ListingViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, Resource[_L], Generic[_L]):
    """Published listings only, found by slug; filters are those of the page."""

    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    filter_backends: Any = (PageFilters,)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return super().list(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A former address answers 301 with that of today, in the API too."""
        try:
            listing = self.get_object()
        except NotFound:
            kind = self.get_queryset().model.KIND
            if (home := new_home(kind, str(kwargs["slug"]))) is None or home.is_discreet:
                raise
            address = reverse(f"api:{kind}-detail", args=[home.slug])
            return Response(
                status=status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": address, "Cache-Control": ASKED_AGAIN}
            )
        return Response(self.get_serializer(listing).data, headers=last_modified(self.moments(listing)))

    def moments(self, listing: _L) -> tuple[datetime | None, ...]:
        """When what the answer tells has changed."""
        return (listing.updated_at, listing.verified_at)

    def get_object(self) -> _L:
        try:
            return super().get_object()
        except Http404 as error:
            raise NotFound(NOTHING_HERE) from error
