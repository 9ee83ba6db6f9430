"""The mails to those who follow a show or go to it: its dates, and the end of applications."""

from datetime import date

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.accounts.models import User
from ecosystem.core.mail import register_truth, write_mail
from ecosystem.core.mail_kinds import LINK, Context, MailKind, Placeholder, register_kind
from ecosystem.core.models import Mail
from ecosystem.tradeshows.models import Announcement, Edition
from ecosystem.tradeshows.standing import days_left
from ecosystem.ui.typography import day, days

DATES, CLOSING = "tradeshows/mails/dates", "tradeshows/mails/closing"
News = Announcement.News


def tell_dates(announcement: Announcement, former: Announcement | None, person: User) -> None:
    """One mail a person and an announcement: its key makes a second one impossible."""
    _write(
        f"tradeshow:{announcement.pk}:{person.pk}",
        announcement.edition,
        person,
        DATES,
        about=f"tradeshows.announcement:{announcement.pk}",
        announcement=announcement,
        former=former,
    )


def tell_closing(edition: Edition, person: User, on: date) -> bool:
    """One mail a person, an edition and a day of closing (a closing that is put off is told again); False if told."""
    key = f"tradeshow:closing:{edition.pk}:{edition.closes_on}:{person.pk}"
    if Mail.objects.filter(key=key).exists():
        return False
    _write(key, edition, person, CLOSING, about=f"tradeshows.edition:{edition.pk}", on=on)
    return True


def _write(key: str, edition: Edition, person: User, template: str, *, about: str, **more: object) -> None:
    with translation.override(person.language):
        path = edition.tradeshow.get_absolute_url()
    write_mail(
        key=key,
        to=person.email,
        template=template,
        context={"edition": edition, "name": person.get_short_name(), LINK: settings.SITE_URL + path, **more},
        language=person.language,
        reader=person.pk,
        about=about,
        url=path,
    )


def dates_still_hold(pk: int, template: str) -> bool:
    """Nothing else was announced since, and the show is still on the site."""
    said = Announcement.objects.filter(pk=pk, edition__in=Edition.objects.public()).select_related("edition").first()
    return said is not None and said.still_says(said.edition) and said == said.edition.announcements.latest("pk")


def still_closes(pk: int, template: str) -> bool:
    edition = Edition.objects.public().filter(pk=pk).first()
    return edition is not None and edition.takes_applications(timezone.localdate())


def news_of(context: Context) -> str:
    """In two or three words, for the subject."""
    said = context["announcement"].news
    words = {
        News.CONFIRMED: _("ses dates sont confirmées"),
        News.CHANGED: _("ses dates changent"),
        News.CANCELLED: _("cette édition n’aura pas lieu"),
    }
    return str(words[said])


def sentence_of(context: Context) -> str:
    """What is true from now on."""
    said, edition = context["announcement"], context["edition"]
    if said.news == News.CANCELLED:
        return _("L’organisateur a annulé %(show)s.") % {"show": edition}
    told = {"show": edition, "dates": days(said.starts_on, said.ends_on)}
    if said.news == News.CONFIRMED:
        return _("Les dates de %(show)s sont confirmées : %(dates)s.") % told
    return _("Les dates de %(show)s ont changé. Les nouvelles : %(dates)s.") % told


def former_of(context: Context) -> str:
    """What was said before, when it is not true any more."""
    former = context["former"]
    if former is None or former.starts_on is None or context["announcement"].news == News.CONFIRMED:
        return ""
    return _("Auparavant : %(dates)s.") % {"dates": days(former.starts_on, former.ends_on)}


def where(context: Context) -> str:
    edition = context["edition"]
    if edition.is_online:
        return _("En ligne")
    return ", ".join(filter(None, (edition.venue, edition.city, str(edition.country.name or ""))))


FIRST_NAME = Placeholder("prénom", gettext_lazy("le prénom de la personne"), "Inès", lambda context: context["name"])
SHOW = Placeholder(
    "salon", gettext_lazy("le salon et son année"), "VivaTech 2027", lambda context: context["edition"], is_strong=True
)
PAGE = Placeholder(LINK, gettext_lazy("le bouton vers la page du salon"), "https://")
SEE = gettext_lazy("Voir le salon")
GREETING = gettext_lazy("Bonjour {prénom},")
WHY = gettext_lazy("Vous recevez ce courriel parce que vous suivez ce salon, ou que votre startup a dit y aller.")

KINDS = (
    MailKind(
        template=DATES,
        label=gettext_lazy("Salon suivi : dates confirmées ou changées"),
        subject=gettext_lazy("{salon} : {nouvelle}"),
        body=(GREETING, gettext_lazy("{annonce} {auparavant}"), "{lieu}", "{lien}", WHY),
        placeholders=(
            FIRST_NAME,
            SHOW,
            Placeholder(
                "nouvelle",
                gettext_lazy("ce qui change, en quelques mots"),
                gettext_lazy("ses dates sont confirmées"),
                news_of,
            ),
            Placeholder(
                "annonce",
                gettext_lazy("les dates qui valent désormais"),
                gettext_lazy("Les dates de VivaTech 2027 sont confirmées : du 16 au 19 juin 2027."),
                sentence_of,
            ),
            Placeholder(
                "auparavant",
                gettext_lazy("les dates annoncées avant"),
                gettext_lazy("Auparavant : du 9 au 12 juin 2027."),
                former_of,
            ),
            Placeholder("lieu", gettext_lazy("où il se tient"), "Paris", where),
            PAGE,
        ),
        required=frozenset({"annonce"}),
        button=SEE,
        corner=gettext_lazy("Salons"),
        office_hours=True,
    ),
    MailKind(
        template=CLOSING,
        label=gettext_lazy("Salon suivi : les candidatures ferment"),
        subject=gettext_lazy("{salon} : les candidatures ferment {délai}"),
        body=(
            GREETING,
            gettext_lazy("Les candidatures pour aller à {salon} avec la délégation ferment le {clôture} au soir."),
            "{lien}",
            WHY,
        ),
        placeholders=(
            FIRST_NAME,
            SHOW,
            Placeholder(
                "clôture",
                gettext_lazy("le dernier jour des candidatures"),
                "12 mai 2027",
                lambda context: day(context["edition"].closes_on),
                is_strong=True,
            ),
            Placeholder(
                "délai",
                gettext_lazy("dans combien de jours"),
                gettext_lazy("dans 7 jours"),
                lambda context: days_left(context["edition"].closes_on, context["on"]),
            ),
            PAGE,
        ),
        required=frozenset({"clôture"}),
        button=SEE,
        corner=gettext_lazy("Salons"),
        office_hours=True,
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register_kind(kind)
    register_truth("tradeshows.announcement", dates_still_hold)
    register_truth("tradeshows.edition", still_closes)
