"""The six steps in which a startup writes its listing, from the easiest to the hardest."""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ecosystem.directory.completeness import Completeness, completeness_of
from ecosystem.directory.fields import fields_of
from ecosystem.ui.navigation import Text
from startups.models import Startup


@dataclass(frozen=True, slots=True)
class Step:
    """One screen: its name in the address, its words, and the fields that it asks for."""

    slug: str
    label: Text
    detail: Text
    title: Text
    lead: Text
    template: str
    fields: tuple[str, ...] = ()
    is_optional: bool = False


STEPS = (
    Step(
        "identite",
        gettext_lazy("Identité"),
        gettext_lazy("Nom, SIREN, territoire"),
        gettext_lazy("Qui êtes-vous ?"),
        gettext_lazy("Commencez par le SIREN : le reste se remplit quand le registre répond. Tout se corrige."),
        "startups/space/steps/identity.html",
        (
            "siren",
            "unregistered",
            "name",
            "address",
            "city",
            "region",
            "country",
            "founded_on",
            "naf",
            "website",
            "contact_email",
            "contact_phone",
            "parent_siren",
            "language",
        ),
    ),
    Step(
        "produit",
        gettext_lazy("Produit"),
        gettext_lazy("Phrase, description"),
        gettext_lazy("Que faites-vous, et pour qui ?"),
        gettext_lazy("Une phrase que l’on retient, puis quelques lignes. Les deux langues si vous pouvez."),
        "startups/space/steps/product.html",
        ("tagline", "tagline_alt", "description", "description_alt", "sectors", "stage", "languages"),
    ),
    Step(
        "besoins",
        gettext_lazy("Besoins"),
        gettext_lazy("Ce que vous cherchez"),
        gettext_lazy("De quoi avez-vous besoin pour passer le prochain cap ?"),
        gettext_lazy(
            "Soyez précis : un pays, un type de client, une échéance. Commencez par le plus urgent, "
            "vous en ajouterez d’autres ensuite."
        ),
        "startups/space/steps/needs.html",
    ),
    Step(
        "equipe",
        gettext_lazy("Équipe"),
        gettext_lazy("Les personnes montrées"),
        gettext_lazy("Qui porte le projet ?"),
        gettext_lazy("Les personnes que la fiche montre. Un nom et une fonction suffisent, sans compte."),
        "startups/space/steps/team.html",
        ("women_led", "first_time_founders"),
    ),
    Step(
        "traction",
        gettext_lazy("Traction et levées"),
        gettext_lazy("Facultatif"),
        gettext_lazy("Où en êtes-vous ?"),
        gettext_lazy(
            "Effectif et marchés sont publics. La levée et la présentation ne s’ouvrent qu’après deux oui, "
            "et chaque ouverture est notée."
        ),
        "startups/space/steps/traction.html",
        ("headcount", "countries", "raised_eur", "raise_eur", "raise_by", "raise_use"),
        is_optional=True,
    ),
    Step(
        "relire",
        gettext_lazy("Relire et soumettre"),
        gettext_lazy("L’équipe relit sous deux jours ouvrés"),
        gettext_lazy("Relisez, puis envoyez"),
        gettext_lazy("Voici ce que l’équipe lira. Rien n’est public avant qu’elle ait publié votre fiche."),
        "startups/space/steps/review.html",
        is_optional=True,
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}


@dataclass(frozen=True, slots=True)
class Line:
    """A step as the margin shows it: to do, started, done, or to correct."""

    label: Text
    state: str
    url: str
    detail: Text
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """Where the whole listing stands, and each of its steps."""

    completeness: Completeness
    lines: list[Line]
    number: int
    first_open: str

    @property
    def count(self) -> int:
        return len(self.lines)


def url_of(startup: Startup, slug: str) -> str:
    return reverse("startups:step", args=[startup.pk, slug])


def next_of(step: Step) -> Step | None:
    """The step that follows; none after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def before(step: Step) -> Step | None:
    """The step that comes before; none before the first."""
    place = STEPS.index(step)
    return STEPS[place - 1] if place else None


def progress_of(startup: Startup, current: Step | None = None, faulty: Collection[str] = ()) -> Progress:
    """Where the listing stands; a step whose field a curator named is to correct."""
    completeness = completeness_of(startup)
    wrong = {one.step for name, one in fields_of(startup).items() if name in set(faulty)}
    lines = [_line(startup, step, current, completeness, wrong) for step in STEPS]
    unfinished = (step.slug for step, line in zip(STEPS, lines, strict=True) if line.state in {"todo", "started"})
    first_open = next((slug for slug in unfinished if not BY_SLUG[slug].is_optional), STEPS[-1].slug)
    place = STEPS.index(current) + 1 if current is not None else 0
    return Progress(completeness, lines, place, next(iter(sorted(wrong, key=_place)), first_open))


def _place(slug: str) -> int:
    return list(BY_SLUG).index(slug)


def _line(
    startup: Startup, step: Step, current: Step | None, completeness: Completeness, wrong: Collection[str]
) -> Line:
    asked = [one for one in completeness.asked if one.step == step.slug]
    left = [one for one in completeness.missing if one.step == step.slug]
    filled = len(asked) - len(left)
    detail: Text = step.detail
    if step.slug in wrong:
        state, detail = "error", _("À corriger")
    elif step.slug == STEPS[-1].slug:
        state = "todo" if startup.state in {"draft", "changes_requested"} else "done"
    elif not left:
        state = "done"
    elif filled:
        state = "started"
        detail = _("En cours, %(filled)s sur %(asked)s") % {"filled": filled, "asked": len(asked)}
    else:
        state = "todo"
    return Line(step.label, state, url_of(startup, step.slug), detail, step is current)
