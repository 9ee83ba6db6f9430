"""What the component sheet shows: invented people and figures, and a form with every kind of field."""

from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.templatetags.static import static
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

COLOURS = [
    "page", "surface", "surface-2", "sunken", "line", "line-strong", "ink",
    "ink-2", "ink-3", "blue", "blue-fill", "blue-soft", "red", "red-fill",
    "red-soft", "yellow", "yellow-soft", "teal", "teal-fill", "teal-soft", "nav",
]  # fmt: skip
CHART_COLOURS = [
    "c1", "c2", "c3", "c4", "c5", "c6", "c0", "q1", "q2", "q3", "q4", "q5", "p1", "p2", "p3", "p4", "p5",
    "p6", "p7",
]  # fmt: skip
STAGES = [("idea", _("Idée")), ("prototype", _("Prototype")), ("seed", _("Amorçage")), ("series-a", _("Série A"))]
SECTORS = [
    ("industry", _("Industrie, robotique")),
    ("sea", _("Maritime, logistique")),
    ("energy", _("Énergie, climat")),
    ("health", _("Santé, biotech")),
    ("food", _("Agri, alimentation")),
    ("software", _("Logiciel, IA")),
    ("culture", _("Culture, image")),
]
SECTOR_COUNTS = (58, 47, 44, 52, 23, 41, 28)
MONTHS = ("01", "02", "03", "04", "05", "06", "07", "08")
SESSIONS = (12, 18, 15, 22, 31, 28, 36, 41)
TRAIL: list[dict[str, Any]] = [
    {"on": "2024", "icon": "flag", "label": _("Création"), "state": "done"},
    {"on": "2025", "icon": "anchor", "label": _("Fiche publiée sur le site"), "state": "done"},
    {"on": "2026", "icon": "target", "label": _("Besoin déclaré"), "state": "now"},
    {"on": "2027", "icon": "handshake", "label": _("Mise en relation"), "state": "next"},
]
BINS = (3, 7, 12, 19, 13, 4)
PARTS: list[dict[str, Any]] = [
    {
        "label": _("Expertise"),
        "points": 32,
        "weight": 35,
        "icon": "target",
        "quote": _("vente aux ports, grands comptes"),
    },
    {"label": _("Secteur"), "points": 22, "weight": 25, "icon": "anchor", "quote": _("équipement portuaire")},
    {"label": _("Marché"), "points": 8, "weight": 10, "icon": "globe", "quote": _("trois ans à Brême")},
    {"label": _("Stade"), "points": 6, "weight": 10, "icon": "sprout", "quote": _("préfère la série A")},
    {"label": _("Disponibilité"), "points": None, "weight": 20, "icon": "clock", "missing": True},
]


class EveryField(forms.Form):
    """One field of each kind, to see them side by side."""

    name = forms.CharField(label=_("Nom"), help_text=_("Tel qu’il figure sur vos documents."))
    siren = forms.CharField(label=_("SIREN"), required=False)
    email = forms.EmailField(label=_("Adresse e-mail"))
    stage = forms.ChoiceField(label=_("Stade"), choices=[("", _("Choisir un stade")), *STAGES])
    pitch = forms.CharField(label=_("En une phrase"), widget=forms.Textarea, required=False)
    sectors = forms.MultipleChoiceField(label=_("Secteurs"), choices=SECTORS, widget=forms.CheckboxSelectMultiple)
    format = forms.ChoiceField(
        label=_("Où se voir"), choices=[("place", _("Sur place")), ("video", _("En visio"))], widget=forms.RadioSelect
    )
    role = forms.ChoiceField(
        label=_("Vous êtes"),
        choices=[("founder", _("Une startup")), ("mentor", _("Un mentor"))],
        widget=forms.RadioSelect,
    )
    weight = forms.IntegerField(label=_("Expertise"), min_value=0, max_value=60)
    logo = forms.FileField(label=_("Logo"), required=False, help_text=_("PNG ou JPEG, 2 Mo au plus."))
    consent = forms.BooleanField(label=_("J’accepte que ma fiche soit publique."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].descriptions = {  # type: ignore[attr-defined]
            "founder": _("Je publie une fiche et je déclare des besoins."),
            "mentor": _("Je donne deux heures par mois."),
        }


class Filters(forms.Form):
    """Facets of an imagined list."""

    sector = forms.MultipleChoiceField(
        label=_("Secteur"), choices=SECTORS, required=False, widget=forms.CheckboxSelectMultiple
    )
    size_min = forms.IntegerField(label=_("Effectif minimum"), required=False)
    size_max = forms.IntegerField(label=_("Effectif maximum"), required=False)


def context(query: QueryDict) -> dict[str, Any]:
    """Everything that the sheet draws."""
    good = {"name": "Calanque Robotics", "email": "ines@calanque.example", "stage": "seed", "weight": 35}
    answers = good | {"email": "calanque", "siren": "12 34"}
    wrong = EveryField(
        {f"wrong-{name}": value for name, value in answers.items()},
        prefix="wrong",
    )
    wrong.add_error("siren", _("Le SIREN a 9 chiffres. Il en manque 5."))
    page: Page[int] = Paginator(range(240), 20).get_page(query.get("page", 3))
    return {
        "colours": COLOURS,
        "chart_colours": CHART_COLOURS,
        "letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
        "form": EveryField(initial=good | {"sectors": ["sea"], "format": "place", "role": "mentor"}, prefix="form"),
        "wrong": wrong,
        "filters": Filters(query or None, initial={"sector": ["sea"]}),
        "counts": {"industry": 9, "sea": 7, "energy": 6, "health": 4, "food": 0, "software": 2, "culture": 1},
        "parts": PARTS,
        "page": page,
        "now": timezone.now(),
        "logo_url": static("ui/favicon.svg"),
        "figures": [
            {"value": 58, "unit": "/ 64", "label": _("besoins servis"), "delta": "+4", "tone": "up"},
            {"value": 74, "label": _("score médian"), "delta": "+3", "tone": "up"},
            {"value": 71, "label": _("mentors sollicités"), "delta": "−6"},
            {"value": 6, "label": _("sans proposition"), "delta": "+2", "tone": "down"},
        ],
        "rows": [{"label": SECTORS[index][1], "value": value} for index, value in enumerate(SECTOR_COUNTS)],
        "bins": [{"label": f"{40 + 10 * index}–{50 + 10 * index}", "value": count} for index, count in enumerate(BINS)],
        "months": [{"label": label, "value": value} for label, value in zip(MONTHS, SESSIONS, strict=True)],
        "codes": ("400", "403", "404", "429", "500", "503"),
        "trail": TRAIL,
        "tabs": [
            {"label": _("Présentation"), "url": "#", "current": True},
            {"label": _("Besoins"), "url": "#", "count": 2},
            {"label": _("Parcours"), "url": "#"},
        ],
        "segments": [
            {"label": _("Matrice"), "url": "#", "current": True, "icon": "layout-grid"},
            {"label": _("Cartes"), "url": "#", "icon": "list"},
        ],
        "steps": [
            {"label": _("Identité"), "state": "done", "url": "#"},
            {"label": _("Produit"), "state": "error", "detail": _("1 champ à corriger"), "url": "#"},
            {"label": _("Besoins"), "state": "current", "detail": _("2 sur 3")},
            {"label": _("Équipe"), "state": "todo"},
        ],
    }  # fmt: skip
