"""The monthly letter: what the month brought to the directory, to those alone who asked for it and still do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.accounts.consents import Purpose, consent_moved, record_consent
from ecosystem.accounts.models import Consent, User
from ecosystem.core.mail import register_truth, write_mail
from ecosystem.core.mail_choices import Rhythm, choice_moved, choose, rhythm_of
from ecosystem.core.models import Mail
from ecosystem.core.rows import for_each
from ecosystem.core.workdays import is_working_day
from ecosystem.directory.models import Listing
from ecosystem.home.mail_words import LETTER
from ecosystem.tradeshows.models import Edition, TradeShow

DAYS = 7
"""A letter leaves on the first working day of a month; a beat that slept makes up for it during a week."""
MOST_OF_A_KIND = 6
SECTIONS = {
    Listing.Kind.STARTUP: gettext_lazy("Nouvelles startups"),
    Listing.Kind.MENTOR: gettext_lazy("Nouveaux mentors"),
    Listing.Kind.FUNDER: gettext_lazy("Nouveaux financeurs"),
}
SHOWS_WITHIN = timedelta(days=92)
ABOUT = "home.letter"


@dataclass(frozen=True)
class Piece:
    """One line of the letter, under its heading, with its page."""

    section: str
    title: str
    detail: str
    url: str


def listen() -> None:
    """Called once, when the apps are ready."""
    register_truth(ABOUT, _is_still_asked_for)
    choice_moved.connect(_choice_moved, dispatch_uid="home.letter")
    consent_moved.connect(_consent_moved, dispatch_uid="home.letter")


def readers() -> QuerySet[User]:
    """Active people whose last word is yes."""
    agreed = Consent.objects.granted(Purpose.NEWSLETTER).values("user")
    return User.objects.filter(pk__in=agreed, is_active=True).order_by("pk")


def write_letters(now: datetime | None = None) -> int:
    """One letter a reader and a month; called again it writes nothing new, and an empty month writes none."""
    today = timezone.localdate(now)
    if today.day > DAYS or not is_working_day(today):
        return 0
    last = today.replace(day=1) - timedelta(days=1)
    told: dict[str, list[Piece]] = {}
    return for_each(readers(), lambda person: _write(person, last, told))


def pieces(month: date, today: date) -> list[Piece]:
    """What was published in the month of that day, and the shows to come, in the language in force."""
    new = Listing.objects.listed().filter(published_at__year=month.year, published_at__month=month.month)
    found = [
        Piece(str(section), one.name, one.shown_tagline, _whole(one))
        for kind, section in SECTIONS.items()
        for one in new.filter(kind=kind).order_by("-published_at", "-pk")[:MOST_OF_A_KIND]
    ]
    soon = Edition.objects.filter(
        tradeshow__in=TradeShow.objects.listed(), starts_on__gte=today, starts_on__lte=today + SHOWS_WITHIN
    )
    shows = soon.select_related("tradeshow").order_by("starts_on", "pk")[:MOST_OF_A_KIND]
    return found + [
        Piece(_("Salons à venir"), str(one), date_format(one.starts_on or today, "j F Y"), _whole(one.tradeshow))
        for one in shows
    ]


def _whole(listing: Any) -> str:
    return str(settings.SITE_URL + listing.get_absolute_url())


def _write(person: User, last: date, told: dict[str, list[Piece]]) -> bool:
    key = f"letter:{last:%Y-%m}:{person.pk}"
    if rhythm_of(LETTER, person.email) == Rhythm.NEVER or Mail.objects.filter(key=key).exists():
        return False
    with translation.override(person.language):
        if person.language not in told:
            told[person.language] = pieces(last, timezone.localdate())
        context: dict[str, Any] = {
            "prénom": person.get_short_name(),
            "mois": date_format(last, "F Y"),
            "news": told[person.language],
            "lien": f"{settings.SITE_URL}{reverse('home:index')}",
        }
        url = reverse("home:index")
    if not context["news"]:
        return False
    write_mail(
        key=key,
        to=person.email,
        template=LETTER,
        context=context,
        language=person.language,
        reader=person.pk,
        about=f"{ABOUT}:{person.pk}",
        url=url,
    )
    return True


def _is_still_asked_for(pk: int, template: str) -> bool:
    """A letter that waits does not leave once its reader took her word back."""
    return readers().filter(pk=pk).exists()


def _choice_moved(*, address: str, template: str, rhythm: str, **more: Any) -> None:
    """The stop link of a letter takes the agreement back, and choosing it there again gives it."""
    person = User.objects.filter(email__iexact=address, is_active=True).first() if template == LETTER else None
    if person is not None:
        record_consent(person, Purpose.NEWSLETTER, rhythm != Rhythm.NEVER, where="courriel")


def _consent_moved(*, user: User, purpose: Purpose, given: bool, **more: Any) -> None:
    """Who asks for the letter again is no longer held to the stop link that she used before."""
    if purpose == Purpose.NEWSLETTER and given and rhythm_of(LETTER, user.email) == Rhythm.NEVER:
        choose(user.email, LETTER, Rhythm.AT_ONCE)
