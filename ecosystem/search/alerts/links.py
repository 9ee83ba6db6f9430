"""The signed link of an alert: it opens the page where its owner confirms, changes or stops it."""

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils import translation

from ecosystem.search.alerts.errors import AlertGone
from ecosystem.search.models import Alert

SALT = "escale.alert"


def token_of(alert: Alert) -> str:
    """It lives as long as the alert, whose number is never given again, and says nothing of its address."""
    return str(signing.Signer(salt=SALT).sign(str(alert.pk)))


def alert_of(token: str) -> Alert:
    """The alert of a link; AlertGone when the token was altered or the alert is no more."""
    try:
        pk = int(signing.Signer(salt=SALT).unsign(token))
    except (signing.BadSignature, ValueError) as error:
        raise AlertGone from error
    found = Alert.objects.filter(pk=pk).first()
    if found is None:
        raise AlertGone
    return found


def path_of(alert: Alert, language: str, name: str = "search:alert") -> str:
    """The page of an alert, in that language."""
    with translation.override(language):
        return reverse(name, args=[token_of(alert)])


def stop_url(pk: int) -> str:
    """Where a mail program stops the alert by one POST; empty once it is gone."""
    alert = Alert.objects.filter(pk=pk).first()
    return f"{settings.SITE_URL}{path_of(alert, alert.language, 'search:alert_stop')}" if alert else ""
