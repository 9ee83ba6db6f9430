"""The public figures, as their page shows them."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from ecosystem.api.resources import Resource
from ecosystem.directory.models import Listing
from ecosystem.directory.published_figures import published_figures


class GroupSerializer(serializers.Serializer[Any]):
    """A group; a number too small to be told is null."""

    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.IntegerField(allow_null=True)


class FigureSerializer(serializers.Serializer[Any]):
    """A figure, what it counts, and its groups."""

    slug = serializers.SlugField()
    title = serializers.CharField()
    note = serializers.CharField()
    groups = GroupSerializer(many=True)


class FigureViewSet(Resource[Listing]):
    """The figures of the ecosystem, counted once an hour; groups of fewer than five are not told."""

    title = _("Chiffres")
    about = _("Les chiffres publics ; un groupe de moins de cinq n’a pas de nombre.")
    serializer_class: Any = FigureSerializer
    pagination_class = None
    queryset = Listing.objects.none()

    @extend_schema(responses=FigureSerializer(many=True))
    def list(self, request: Request) -> Response:
        return Response(FigureSerializer(published_figures(), many=True).data)
