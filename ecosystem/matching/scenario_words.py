"""In what the settings of compared rounds differ, besides their weights, in words."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Field
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ecosystem.matching.forms import RULES, SettingsForm
from ecosystem.matching.models import BalanceRule, Round, RoundPair
from ecosystem.ui.typography import colon, day, number

LIMITS = ("min_score", "floor_percent", "alternates_count", "answer_days", "seed", "over_acceptance_risk")
TERMS = ("fairness_memory", "expected_acceptance")


def what_differs(rounds: Sequence[Round]) -> dict[int, list[str]]:
    """A sentence a rule or a limit that is not the same in all of them; nothing for those of another kind."""
    kind = Round.Kind(rounds[0].kind)
    alike = [round_ for round_ in rounds if round_.kind == kind]
    said: dict[int, list[str]] = {round_.pk: [] for round_ in rounds}
    for name in (*RULES[kind], *TERMS, *LIMITS, "as_of"):
        if len({getattr(round_, name) for round_ in alike}) > 1:
            for round_ in alike:
                said[round_.pk].append(_setting(name, getattr(round_, name)))
    for round_id, words in _by_hand(alike).items():
        said[round_id] += words
    return said


def _by_hand(rounds: Sequence[Round]) -> dict[int, list[str]]:
    """How many pairs and rules each was given by hand, where these are not the same in all of them; two queries."""
    ids = [round_.pk for round_ in rounds]
    chosen: dict[int, set[tuple[object, ...]]] = {pk: set() for pk in ids}
    for pk, *pair in RoundPair.objects.filter(round__in=ids).values_list(
        "round_id", "kind", "need_id", "mentor_id", "funder_id"
    ):
        chosen[pk].add(tuple(pair))
    for pk, *rule in BalanceRule.objects.filter(round__in=ids).values_list("round_id", "name", "least", "of_each_need"):
        chosen[pk].add(tuple(rule))
    if len({frozenset(one) for one in chosen.values()}) < 2:
        return {}
    return {pk: [_choices(len(one))] for pk, one in chosen.items()}


def _choices(count: int) -> str:
    if not count:
        return _("Sans choix à la main")
    return ngettext("%(count)s choix à la main", "%(count)s choix à la main", count) % {"count": number(count)}


def _setting(name: str, value: Any) -> str:
    if name in LIMITS:
        return f"{SettingsForm.base_fields[name].label}{colon()}{number(value)}"
    if name in TERMS:
        return f"{SettingsForm.base_fields[name].label}{colon()}{_('oui') if value else _('non')}"
    if name == "as_of":
        return _("Situation au %(day)s") % {"day": day(value)}
    column: Field[Any, Any] = Round._meta.get_field(name)  # type: ignore[assignment]
    sentence = _("Règle « %(rule)s »") if value else _("Sans la règle « %(rule)s »")
    return sentence % {"rule": column.verbose_name}
