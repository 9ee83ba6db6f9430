"""What the links of the directory answered, night after night."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing

DEAD_AFTER = 3
"""So many nights in a row without an answer, and the link is dead."""

MOVED = 301
"""What is kept as the answer of an address that leads to another one for good."""

_DEAD = models.Q(fail_count__gte=DEAD_AFTER)
_MOVED = models.Q(why="", status=MOVED, url=models.F("listing__website"))


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def moved(self) -> Self:
        """The site of a listing that people can read answers from another address, for good."""
        return self.filter(_MOVED, listing__state=Listing.State.PUBLISHED)

    def dead(self) -> Self:
        """No answer for three nights, on a listing that people can read; silent the longest first."""
        return self.filter(_DEAD, listing__state=Listing.State.PUBLISHED).order_by("failing_since", "pk")

    def to_mend(self) -> Self:
        """The dead ones, then those that have moved."""
        found = self.filter(_DEAD | _MOVED, listing__state=Listing.State.PUBLISHED)
        return found.order_by(models.F("failing_since").asc(nulls_last=True), "listing__sort_name", "pk")


class LinkCheck(models.Model):
    """One address that a listing gives, and what it answered last; tried once a night."""

    class Why(models.TextChoices):
        NONE = "", _("répond")
        ADDRESS = "address", _("adresse mal formée")
        PRIVATE = "private", _("adresse privée")
        DNS = "dns", _("nom inconnu")
        REFUSED = "refused", _("connexion refusée")
        TIMEOUT = "timeout", _("délai")
        TLS = "tls", _("certificat")
        REDIRECTS = "redirects", _("redirections")
        ANSWER = "answer", _("réponse illisible")
        HTTP = "http", _("erreur")

    listing = models.ForeignKey(Listing, models.CASCADE, related_name="links", verbose_name=_("fiche"))
    url = models.CharField(_("lien"), max_length=300)
    night = models.DateField(_("nuit"), null=True, blank=True, db_index=True)
    checked_at = models.DateTimeField(_("essayé le"), null=True, blank=True)
    why = models.CharField(_("pourquoi"), max_length=10, choices=Why, default=Why.NONE, blank=True)
    status = models.PositiveSmallIntegerField(_("réponse"), null=True, blank=True)
    final_url = models.CharField(_("mène à"), max_length=500, blank=True)
    fail_count = models.PositiveIntegerField(_("nuits sans réponse"), default=0, db_index=True)
    failing_since = models.DateTimeField(_("muet depuis"), null=True, blank=True)
    told_at = models.DateTimeField(_("auteur prévenu le"), null=True, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("lien vérifié")
        verbose_name_plural = _("liens vérifiés")
        ordering = ["failing_since", "pk"]
        constraints = [models.UniqueConstraint(fields=["listing", "url"], name="link_check_once_a_listing")]

    def __str__(self) -> str:
        return self.url

    @property
    def shown(self) -> str:
        """The address without what every address has."""
        return _short(self.url)

    @property
    def is_dead(self) -> bool:
        return self.fail_count >= DEAD_AFTER

    @property
    def shown_final(self) -> str:
        """Where it leads; whole where only what every address has is another."""
        return _short(self.final_url) if _short(self.final_url) != self.shown else self.final_url

    @property
    def answer(self) -> str:
        """What it answered, in a word or a number."""
        return str(self.status) if self.why == self.Why.HTTP and self.status else str(self.get_why_display())


def _short(url: str) -> str:
    return url.partition("://")[2].rstrip("/") or url
