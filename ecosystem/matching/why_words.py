"""Why a pair is not in a round, in words: the sentence, where the person's places are, the balance, what would do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_stubs_ext import StrPromise

from ecosystem.matching.errors import NotInTheRound
from ecosystem.matching.explained import Explained, Held, Move
from ecosystem.matching.explained import Remedy as Found
from ecosystem.matching.models import Part, Round
from ecosystem.ui.typography import number
from funders.models import Funder
from mentors.models import Mentor
from startups.models import Need

# Rule: its title, and what would lift it. The motive of a refusal is never told.
RULES: Mapping[str, tuple[StrPromise, StrPromise]] = {
    "no_common_language": (
        gettext_lazy("Aucune langue en commun."),
        gettext_lazy("l’un des deux ajoute une langue que l’autre parle"),
    ),
    "conflict": (gettext_lazy("Conflit d’intérêts déclaré."), gettext_lazy("le conflit d’intérêts est levé")),
    "refused_before": (gettext_lazy("Pas de paire déjà refusée."), gettext_lazy("le refus est levé")),
    "already_together": (gettext_lazy("Déjà en relation."), gettext_lazy("ce qui est en cours se termine")),
    "paused": (gettext_lazy("La personne est en pause."), gettext_lazy("la pause se termine")),
    "full": (gettext_lazy("La personne n’a plus de place."), gettext_lazy("la personne ouvre une place")),
    "stage_not_accepted": (gettext_lazy("Stade non accepté."), gettext_lazy("la personne accepte ce stade")),
    "refused_sector": (gettext_lazy("Secteur refusé."), gettext_lazy("la personne n’écarte plus ce secteur")),
    "outside_thesis": (gettext_lazy("Hors de la thèse."), gettext_lazy("la thèse s’ouvre à ce montant ou à ce pays")),
    "no_expertise": (gettext_lazy("Sujet inconnu de la personne."), gettext_lazy("la personne déclare ce sujet")),
    "set_aside": (gettext_lazy("Paire écartée par l’équipe."), gettext_lazy("l’équipe ne l’écarte plus")),
}


@dataclass(frozen=True)
class Line:
    """A line of the balance: what happens, its points, and whether they are won or lost."""

    label: str
    points: str
    tone: str


@dataclass(frozen=True)
class Place:
    """A place of the person: the need that has it, its score, and what it would lose."""

    need: Need
    score: str
    otherwise: str


@dataclass(frozen=True)
class Remedy:
    """A change that suffices: its title, what comes of it, and the page where it is done, when there is one."""

    title: str
    detail: str
    url: str = ""
    act: str = ""


@dataclass(frozen=True)
class Case:
    """The whole answer in words."""

    need: Need
    person: Mentor | Funder
    told: Explained
    state: str
    tone: str
    icon: str
    title: str
    sentence: str
    places: list[Place] = field(default_factory=list)
    balance: list[Line] = field(default_factory=list)
    total: Line | None = None
    remedies: list[Remedy] = field(default_factory=list)

    @property
    def score(self) -> str:
        return points(self.told.score)

    @property
    def is_ruled_out(self) -> bool:
        return self.told.status == "rule"


def points(hundredths: int) -> str:
    """A score or a total as readers expect it."""
    return number(hundredths / 100, 2)


def signed(hundredths: int) -> str:
    """+7 or −11."""
    return ("+" if hundredths > 0 else "−" if hundredths < 0 else "") + points(abs(hundredths))


def case(round_: Round, told: Explained) -> Case:
    """Two queries: the needs and the people who are named. Raises NotInTheRound when one of the two is erased."""
    people: type[Mentor | Funder] = Mentor if round_.kind == Round.Kind.MENTORS else Funder
    needs = Need.objects.select_related("startup").in_bulk(told.every_need)
    named = people.objects.in_bulk(told.everybody)
    if told.need not in needs or told.person not in named:
        raise NotInTheRound
    return _Words(told, needs, named).case(round_)


class _Words:
    """The words of one answer."""

    def __init__(self, told: Explained, needs: Mapping[int, Need], people: Mapping[int, Mentor | Funder]) -> None:
        self.told, self.needs, self.people = told, needs, people
        self.need, self.person = needs[told.need], people[told.person]

    def case(self, round_: Round) -> Case:
        told = self.told
        state, tone, icon, title, sentence = self._headline(round_)
        return Case(
            need=self.need,
            person=self.person,
            told=told,
            state=state,
            tone=tone,
            icon=icon,
            title=title,
            sentence=sentence,
            places=[
                Place(self.needs[use.need], points(use.score), self._otherwise(use.otherwise, use.loss))
                for use in told.uses
                if use.need in self.needs
            ],
            balance=self._balance(told.forced),
            total=self._total(),
            remedies=[self._remedy(remedy) for remedy in told.remedies],
        )

    def _headline(self, round_: Round) -> tuple[str, str, str, str, str]:
        told = self.told
        if told.status == "chosen":
            return _("retenue"), "teal", "check", _("Cette paire est retenue."), _("Il n’y a rien à expliquer.")
        if told.status == "rule":
            return _("écartée"), "red", "lock", *self._ruled_out()
        if told.status == "below_minimum":
            said = {"score": points(told.score), "least": number(round_.min_score)}
            sentence = _("Son score, %(score)s, reste sous le minimum de la tournée, %(least)s.") % said
            return _("non retenue"), "sun", "scale", _("Son score est trop bas."), sentence
        return _("non retenue"), "sun", "scale", *self._outbid()

    def _ruled_out(self) -> tuple[str, str]:
        known = [RULES[rule] for rule in self.told.rules if rule in RULES]
        title = " ".join(str(words[0]) for words in known) or _("Une règle écarte cette paire.")
        sentence = _("Il n’y a pas de score : la règle s’applique avant.")
        if "refused_before" in self.told.rules:
            sentence = _("Le motif reste entre la personne et l’équipe.") + " " + sentence
        if not self.told.remedies:
            said = {"score": points(self.told.score)}
            sentence += " " + _("Même sans cela, la paire vaudrait %(score)s et ne serait pas retenue.") % said
        return title, sentence

    def _outbid(self) -> tuple[str, str]:
        told = self.told
        said = {"score": points(told.score), "person": self.person.name}
        compared = self._compared()
        if told.load < told.places:
            return _("Le besoin est mieux servi ainsi."), compared
        title = ngettext(
            "Sa place sert mieux ailleurs.", "Ses %(places)s places servent mieux ailleurs.", told.places
        ) % {"places": number(told.places)}  # fmt: skip
        rest = _("Chaque place de %(person)s vaut davantage pour un autre besoin.") % said
        return title, f"{compared} {rest}"

    def _compared(self) -> str:
        """The score of the pair beside what the need has."""
        told = self.told
        if not told.people:
            return _("La paire est permise, avec un score de %(score)s, et ce besoin n’a personne.") % {
                "score": points(told.score)
            }
        worst = min(told.people, key=lambda one: one.score)
        said = {"score": points(told.value), "other": self._name(worst), "held": points(worst.score)}
        if told.value > worst.score:
            sentence = _("La paire est permise. Son score, %(score)s, dépasse celui de %(other)s, à %(held)s.")
            return sentence % said
        sentence = _("La paire est permise. Son score, %(score)s, ne dépasse pas celui de %(other)s, à %(held)s.")
        return sentence % said

    def _otherwise(self, otherwise: int, loss: int) -> str:
        said = {"other": points(otherwise), "loss": points(loss)}
        if otherwise <= 0:
            return _("sinon personne, perd %(loss)s") % said
        return _("sinon %(other)s, perd %(loss)s") % said if loss > 0 else _("sinon %(other)s, ne perd rien") % said

    def _balance(self, moves: Iterable[Move]) -> list[Line]:
        return [Line(self._moved(move), signed(move.gain), _tone(move.gain)) for move in moves]

    def _moved(self, move: Move) -> str:
        startup = self._startup(move.need)
        left, came = (", ".join(map(self._name, side)) for side in (move.left, move.came))
        if left and came:
            return _("%(startup)s passe de %(left)s à %(came)s") % {"startup": startup, "left": left, "came": came}
        if came:
            return _("%(startup)s reçoit %(came)s") % {"startup": startup, "came": came}
        return _("%(startup)s perd %(left)s") % {"startup": startup, "left": left}

    def _total(self) -> Line | None:
        told = self.told
        if told.forced_total is None or told.forced_covered is None:
            return None
        gain = told.forced_total - told.total
        lost = told.covered - told.forced_covered
        label = _("Score total")
        if lost > 0:
            label += ", " + ngettext("un besoin servi de moins", "%(count)d besoins servis de moins", lost) % {
                "count": lost
            }
        return Line(label, signed(gain), _tone(gain))

    def _remedy(self, found: Found) -> Remedy:
        after = self._after(found)
        page, sheet = self.person.get_absolute_url(), _("Ouvrir sa fiche")
        said = {"person": self.person.name, "startup": self._startup(found.need), "old": points(self.told.score)}
        match found.way:
            case "rule_lifted":
                causes = [str(RULES[rule][1]) for rule in self.told.rules if rule in RULES]
                title = capfirst(_(" et ").join(causes)) + "."
                worth = _("La paire vaudrait %(old)s et serait retenue.") % said
                return Remedy(title, f"{worth} {after}", page, sheet)
            case "place":
                return Remedy(_("%(person)s ouvre une place de plus.") % said, after, page, sheet)
            case "stated":
                return self._stated(found, after, page)
            case "score":
                said["new"] = points(found.amount)
                return Remedy(_("Le score de la paire passe de %(old)s à %(new)s.") % said, after)
            case "minimum":
                said["least"] = points(found.amount)
                return Remedy(_("Le score minimal de la tournée descend à %(least)s.") % said, after)
            case "withdrawn":
                said["need"] = self.need.startup.name
                back = _("Une place revient alors à %(need)s. Ne le demandez que si %(startup)s y pense déjà.") % said
                return Remedy(_("%(startup)s retire son besoin.") % said, back)
        cost = _("Coût : %(cost)s au total.") % {"cost": signed(found.total - self.told.total)}
        return Remedy(_("L’équipe impose la paire."), f"{cost} {after}")

    def _stated(self, found: Found, after: str, page: str) -> Remedy:
        """A missing answer: which, whose, and what it would be worth."""
        said = {
            "part": str(dict(Part.choices).get(found.part, found.part)),
            "gain": points(found.amount),
            "new": points(self.told.score + found.amount),
            "who": self._silent(found.sides),
        }
        detail = (
            _(
                "%(who)s n’en dit rien, ce qui ne rapporte aucun point. Si la réponse était favorable, "
                "cette part en vaudrait %(gain)s et la paire %(new)s."
            )
            % said
        )
        title = _("La réponse qui manque : %(part)s.") % said
        url, act = (page, _("Ouvrir sa fiche")) if "person" in found.sides else ("", "")
        return Remedy(title, f"{detail} {after}", url, act)

    def _silent(self, sides: Iterable[str]) -> str:
        names = {"need": self.need.startup.name, "person": self.person.name}
        found = [names[side] for side in sides if side in names] or list(names.values())
        return _(" et ").join(found)

    def _after(self, found: Found) -> str:
        """Who wins and who loses, and the total."""
        wins = [move for move in found.moves if move.gain > 0]
        loses = [move for move in found.moves if move.gain < 0]
        won = "" if not wins else self._listed(wins, gain=True)
        lost = self._listed(loses, gain=False) if loses else _("Personne ne perd.")
        total = _("Total %(total)s.") % {"total": points(found.total)}
        return " ".join(part for part in (won, lost, total) if part)

    def _listed(self, moves: list[Move], *, gain: bool) -> str:
        sentence = _("%(startup)s gagne %(points)s.") if gain else _("%(startup)s perd %(points)s.")
        shown = [sentence % {"startup": self._startup(m.need), "points": points(abs(m.gain))} for m in moves[:3]]
        rest = len(moves) - 3
        if rest > 0:
            shown.append(ngettext("Et un autre besoin.", "Et %(rest)d autres besoins.", rest) % {"rest": rest})
        return " ".join(shown)

    def _startup(self, need: int | None) -> str:
        found = self.needs.get(need or 0)
        return found.startup.name if found else _("un besoin effacé")

    def _name(self, held: Held) -> str:
        found = self.people.get(held.person)
        return found.name if found else _("une personne effacée")


def _tone(gain: int) -> str:
    return "up" if gain > 0 else "down" if gain < 0 else ""
