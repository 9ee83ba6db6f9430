"""The words of the mails of alerts."""

from django.utils.translation import gettext_lazy as _

from ecosystem.core.mail_kinds import LINK, MailKind, Placeholder, register_kind
from ecosystem.search.alerts.mails import ASKED, NEWS, RENEWAL
from ecosystem.ui.typography import day

SEARCH = Placeholder(
    "recherche",
    _("la liste et ses filtres, en toutes lettres"),
    _("Startups · Secteur : Santé"),
    is_strong=True,
)
RHYTHM = Placeholder("rythme", _("le rythme choisi"), _("chaque semaine"))
ADDRESS = Placeholder("adresse", _("l’adresse qui reçoit l’alerte"), "ines@exemple.fr")
KINDS = (
    MailKind(
        template=ASKED,
        label=_("Alerte à confirmer"),
        subject=_("Confirmez votre alerte : {recherche}"),
        body=(
            _("Bonjour,"),
            _("Vous avez demandé à être averti, {rythme}, de ce qui est nouveau dans cette recherche : {recherche}."),
            _("Ouvrez la page et confirmez : rien ne vous sera écrit avant."),
            "{lien}",
            _(
                "Vous n’avez rien demandé ? Ne faites rien : sans confirmation, l’adresse {adresse} est effacée "
                "au bout de sept jours."
            ),
        ),
        placeholders=(
            SEARCH,
            RHYTHM,
            ADDRESS,
            Placeholder(LINK, _("le bouton vers la page qui confirme"), "https://"),
        ),
        required=frozenset({LINK}),
        button=_("Confirmer l’alerte"),
        is_essential=True,
    ),
    MailKind(
        template=NEWS,
        label=_("Alerte : nouvelles fiches"),
        subject=_("{compte} : {recherche}"),
        body=(
            _("Bonjour,"),
            _("{compte} depuis le dernier courriel, dans votre recherche {recherche}."),
            "{fiches}",
            "{lien}",
        ),
        placeholders=(
            SEARCH,
            RHYTHM,
            Placeholder("compte", _("combien de fiches sont nouvelles"), _("3 nouvelles startups")),
            Placeholder(
                "fiches",
                _("les nouvelles fiches, une par ligne"),
                "",
                block="search/mails/items",
                only_block=True,
            ),
            Placeholder(LINK, _("le bouton vers la liste"), "https://"),
        ),
        required=frozenset({"fiches"}),
        button=_("Voir la liste"),
        quiet=_("Changer le rythme ou arrêter"),
        foot=_("Un courriel {rythme}, seulement quand il y a du nouveau. Chaque fiche n’est annoncée qu’une fois."),
        by_consent=True,
    ),
    MailKind(
        template=RENEWAL,
        label=_("Alerte : encore utile ?"),
        subject=_("Voulez-vous garder votre alerte ? {recherche}"),
        body=(
            _("Bonjour,"),
            _("Voici un an que votre alerte sur {recherche} n’a pas été confirmée."),
            _("Si elle vous sert encore, dites-le d’un clic. Sans réponse, elle s’arrête le {jusquau}."),
            "{lien}",
        ),
        placeholders=(
            SEARCH,
            Placeholder(
                "jusquau",
                _("le jour où l’alerte s’arrête"),
                "12 mai 2027",
                lambda context: day(context["jusquau"]),
            ),
            Placeholder(LINK, _("le bouton vers la page de l’alerte"), "https://"),
        ),
        required=frozenset({LINK}),
        button=_("Garder l’alerte"),
        by_consent=True,
    ),
)


def register() -> None:
    """Called once, when the apps are ready."""
    for kind in KINDS:
        register_kind(kind)
