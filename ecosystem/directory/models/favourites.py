"""What people keep of the directory: favourites, in lists that they name and may share."""

from __future__ import annotations

import secrets
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing


class FavouriteListQuerySet(models.QuerySet["FavouriteList"]):
    def of(self, person: object) -> Self:
        """A person's lists, the latest first, without those that she removed."""
        return self.filter(owner=person, removed_at=None).order_by("-created_at", "-pk")

    def removed(self, person: object) -> Self:
        """Those that she may still bring back, the last one first."""
        return self.filter(owner=person, removed_at__isnull=False).order_by("-removed_at", "-pk")

    def shared(self, key: str) -> Self:
        """The list that a share link opens; a link that was taken back opens none."""
        return self.exclude(share_key="").filter(share_key=key, removed_at=None, owner__is_active=True)


class FavouriteList(models.Model):
    """A named list of listings, its owner's alone; whoever has its link reads it, and changes nothing."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="favourite_lists", verbose_name=_("propriétaire")
    )
    name = models.CharField(_("nom de la liste"), max_length=80)
    share_key = models.CharField(_("clé du lien de partage"), max_length=43, blank=True, editable=False)
    created_at = models.DateTimeField(_("créée le"), default=timezone.now, editable=False)
    removed_at = models.DateTimeField(_("retirée le"), null=True, blank=True, editable=False)

    objects = FavouriteListQuerySet.as_manager()

    class Meta:
        verbose_name = _("liste de favoris")
        verbose_name_plural = _("listes de favoris")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner", "name"], condition=Q(removed_at=None), name="favourite_list_name_once_a_person"
            ),
            models.UniqueConstraint(fields=["share_key"], condition=~Q(share_key=""), name="favourite_share_key_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def share(self) -> None:
        """A link that nobody guesses; the same one until it is taken back."""
        self.share_key = self.share_key or secrets.token_urlsafe(32)

    def unshare(self) -> None:
        """The link that was given opens nothing any more, nor ever again."""
        self.share_key = ""


class Favourite(models.Model):
    """A listing in one list, in the place and with the words that the owner of the list gives it."""

    inside = models.ForeignKey(
        FavouriteList, models.CASCADE, related_name="favourites", verbose_name=_("liste de favoris")
    )
    listing = models.ForeignKey(Listing, models.CASCADE, related_name="favourites", verbose_name=_("fiche"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    position = models.PositiveIntegerField(_("place"), default=0)
    added_at = models.DateTimeField(_("ajoutée le"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("favori")
        verbose_name_plural = _("favoris")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["inside", "listing"], name="favourite_once_a_list")]

    def __str__(self) -> str:
        return f"{self.inside_id}: {self.listing_id}"
