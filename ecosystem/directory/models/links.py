"""What the links of the directory answered, night after night."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from ecosystem.directory.models.listing import Listing

DEAD_AFTER = 3
"""So many nights in a row without an answer, and the link is dead."""


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    def dead(self) -> Self:
        """No answer for three nights, on a listing that people can read; silent the longest first."""
        silent = self.filter(fail_count__gte=DEAD_AFTER, listing__state=Listing.State.PUBLISHED)
        return silent.order_by("failing_since", "pk")


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
        return self.url.partition("://")[2].rstrip("/") or self.url

    @property
    def answer(self) -> str:
        """What it answered, in a word or a number."""
        return str(self.status) if self.why == self.Why.HTTP and self.status else str(self.get_why_display())
