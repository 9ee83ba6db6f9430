"""What the resources of the API share: the public fields of a listing, and read-only views by slug."""

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django_filters.rest_framework import DjangoFilterBackend
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers, status, viewsets
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from ecosystem.directory.addresses import new_home
from ecosystem.directory.facets import CityFacet, TermFacet
from ecosystem.directory.models import Listing
from ecosystem.tradeshows.filters import EditionCountryFacet

for facet in (TermFacet, CityFacet, EditionCountryFacet):  # their choices are rows: the description says any word
    extend_schema_field({"type": "string"})(facet)

_L = TypeVar("_L", bound=Listing)

LISTING_FIELDS = (
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


class TermSerializer(serializers.Serializer[Any]):
    """A word of the vocabulary, named in the language of the request."""

    slug = serializers.SlugField()
    name = serializers.CharField()


class CodesField(serializers.ListField):
    """Several short codes: stages, languages, countries…"""

    child = serializers.CharField()

    def to_representation(self, data: Iterable[Any] | None) -> list[str]:
        return [str(getattr(one, "code", one)) for one in data or ()]


class ListingSerializer(serializers.ModelSerializer[_L], Generic[_L]):
    """The public part of a listing of any kind."""

    country = serializers.CharField(source="country.code")
    sectors = TermSerializer(many=True)
    url = serializers.SerializerMethodField()

    @extend_schema_field(serializers.URLField)
    def get_url(self, listing: _L) -> str:
        return f"{settings.SITE_URL}{listing.get_absolute_url()}"


class ListingFilters(DjangoFilterBackend):  # type: ignore[misc]  # django-filter has no types
    """The filters of the pages; a value that they would leave aside refuses the request here."""

    def filter_queryset(self, request: Request, queryset: Any, view: Any) -> Any:
        filters = self.get_filterset(request, queryset, view)
        if filters is None or filters.is_valid():
            return queryset if filters is None else filters.qs
        form = filters.form
        raise ValidationError(
            {
                name: [refusal(form.fields[name], error) for error in errors]
                for name, errors in form.errors.as_data().items()
            }
        )


def refusal(field: Any, error: Any) -> str:
    """What is wrong with one value, without the page's promise to show the rest."""
    sentence = getattr(field, "refusals", {}).get(error.code)
    return str(sentence) % (error.params or {}) if sentence else str(error.messages[0])


class ListingViewSet(viewsets.ReadOnlyModelViewSet[_L], Generic[_L]):
    """Published listings only, found by slug; filters are those of the page."""

    lookup_field = "slug"
    lookup_value_regex = "[-a-zA-Z0-9_]+"
    filter_backends = (ListingFilters,)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Words and refusals in the language of `Accept-Language`: these addresses have no language of their own."""
        translation.activate(translation.get_language_from_request(request))
        super().initial(request, *args, **kwargs)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """A former address answers 301 with that of today, in the API too."""
        try:
            return super().retrieve(request, *args, **kwargs)
        except NotFound:
            kind = self.get_queryset().model.KIND
            if (home := new_home(kind, str(kwargs["slug"]))) is None or home.is_discreet:
                raise
            address = reverse(f"api:{kind}-detail", args=[home.slug])
            return Response(status=status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": address})

    def get_object(self) -> _L:
        try:
            return super().get_object()
        except Http404 as error:
            raise NotFound(NOTHING_HERE) from error
