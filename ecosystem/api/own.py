"""What is one's own, in any state: with a key that was made for it."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import mixins, serializers

from ecosystem.api.keys import OwnKey
from ecosystem.api.resources import PRIVATE, CodesField, Resource, TermSerializer
from ecosystem.directory.models import Listing, ListingQuerySet
from ecosystem.directory.owners import owned_by
from startups.models import Need, NeedQuerySet, Startup


class OwnListingSerializer(serializers.ModelSerializer[Listing]):
    """A listing of one's own, drafts included."""

    class Meta:
        model = Listing
        fields = (
            "kind",
            "slug",
            "name",
            "state",
            "language",
            "tagline",
            "description",
            "tagline_alt",
            "description_alt",
            "website",
            "city",
            "created_at",
            "updated_at",
            "submitted_at",
            "published_at",
            "verified_at",
        )


class OwnNeedSerializer(serializers.ModelSerializer[Need]):
    """A need of a startup of one's own, in any state."""

    startup: Any = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    topic = TermSerializer(allow_null=True)
    countries = CodesField()

    class Meta:
        model = Need
        fields = (
            "startup",
            "title",
            "details",
            "topic",
            "countries",
            "mentors_wanted",
            "funders_wanted",
            "deadline_on",
            "is_public",
            "state",
            "created_at",
            "opened_at",
            "closed_at",
        )


class OwnListingViewSet(mixins.ListModelMixin, Resource[Listing]):
    """Listings of the person who made the key, in any state but merged, the latest first."""

    title = _("Mes fiches")
    about = _("Les fiches de la personne à qui est la clé, dans tous leurs états.")
    serializer_class = OwnListingSerializer
    permission_classes: Any = (OwnKey,)
    cache_control = PRIVATE
    queryset = Listing.objects.none()

    def get_queryset(self) -> ListingQuerySet[Listing]:
        mine = Listing.objects.filter(owned_by(self.request.user)).exclude(state=Listing.State.MERGED)
        return Listing.objects.filter(pk__in=mine.values("pk")).freshest()


class OwnNeedViewSet(mixins.ListModelMixin, Resource[Need]):
    """Needs of the startups of the person who made the key, in any state, the latest first."""

    title = _("Mes besoins")
    about = _("Les besoins de ses startups, dans tous leurs états.")
    serializer_class = OwnNeedSerializer
    permission_classes: Any = (OwnKey,)
    cache_control = PRIVATE
    queryset = Need.objects.none()

    def get_queryset(self) -> NeedQuerySet:
        mine = Startup.objects.filter(members__user=self.request.user.pk).values("pk")
        return Need.objects.filter(startup__in=mine).select_related("startup", "topic").order_by("-created_at", "-pk")
