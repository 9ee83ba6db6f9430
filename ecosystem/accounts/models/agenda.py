"""The private calendar of a person: a secret address that she makes, renews and closes."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CalendarKey(models.Model):
    """While this row stands, her calendar has one address; a higher number makes the former ones nobody's."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_key", verbose_name=_("personne")
    )
    number = models.PositiveIntegerField(_("numéro"), default=1)
    made_at = models.DateTimeField(_("créée le"), default=timezone.now)

    class Meta:
        verbose_name = _("adresse d’un agenda")
        verbose_name_plural = _("adresses des agendas")

    def __str__(self) -> str:
        return str(self.user)
