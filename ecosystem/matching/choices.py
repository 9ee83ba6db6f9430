"""The choices by hand of a round as its pages tell them, and those that no longer count."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.models import BalanceRule, Round, RoundPair
from ecosystem.matching.rules import people_of
from ecosystem.ui.typography import number


@dataclass(frozen=True)
class Choice:
    """A pair, and why it no longer counts, where it does not."""

    pair: RoundPair
    left_out: str


@dataclass(frozen=True)
class Balance:
    """A rule of balance: what it asks, of whom, and who of them has left."""

    rule: BalanceRule
    asks: str
    names: list[str]
    left_out: str


def choices_of(round_: Round) -> list[Choice]:
    """The pairs in the order in which they were chosen; four queries."""
    pairs = list(round_.pairs.with_names())
    if not pairs:
        return []
    wanted = "mentors_wanted" if round_.kind == Round.Kind.MENTORS else "funders_wanted"
    needs = round_.open_needs().filter(pk__in=[pair.need_id for pair in pairs])
    have = people_of(needs, round_.kind)
    left = {pk: count - have[pk] for pk, count in needs.values_list("pk", wanted)}
    return [Choice(pair, _left_out(pair, left.get(pair.need_id))) for pair in pairs]


def _left_out(pair: RoundPair, places: int | None) -> str:
    if places is None:
        return _("Ce besoin n’est plus ouvert : ce choix ne compte pas.")
    if not pair.person.is_public:
        return _("Cette personne n’est plus publiée : ce choix ne compte pas.")
    if places < 1:
        return _("Ce besoin a déjà quelqu’un, ou attend sa réponse : ce choix ne compte pas.")
    return ""


def balance_of(round_: Round) -> list[Balance]:
    """The rules in the order in which they were added; two queries."""
    people = "mentors" if round_.kind == Round.Kind.MENTORS else "funders"
    return [_balance(rule, list(getattr(rule, people).all())) for rule in round_.balance_rules.prefetch_related(people)]


def _balance(rule: BalanceRule, people: list[object]) -> Balance:
    gone = sum(not person.is_public for person in people)  # type: ignore[attr-defined]
    least, lost = number(rule.least), number(gone)
    if rule.of_each_need:
        asks = ngettext(
            "Au moins %(least)s proposition pour chaque besoin",
            "Au moins %(least)s propositions pour chaque besoin",
            rule.least,
        )
    else:
        asks = ngettext(
            "Au moins %(least)s proposition dans la tournée",
            "Au moins %(least)s propositions dans la tournée",
            rule.least,
        )
    left = ngettext(
        "Une personne n’est plus publiée et ne compte plus.",
        "%(gone)s personnes ne sont plus publiées et ne comptent plus.",
        gone,
    )
    names = sorted(str(person) for person in people)
    return Balance(rule, asks % {"least": least}, names, left % {"gone": lost} if gone else "")
