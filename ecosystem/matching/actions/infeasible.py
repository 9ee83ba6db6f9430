"""Why what was asked by hand cannot all be kept, by names, and how to mend it."""

from django.utils.translation import gettext as _

from ecosystem.matching.certificate_words import Who
from ecosystem.matching.engine.errors import Infeasible
from ecosystem.matching.engine.lifting import excluding
from ecosystem.matching.shortfalls import RULES
from ecosystem.matching.snapshot import Snapshot


def why_infeasible(error: Infeasible, snapshot: Snapshot) -> str:
    """The sentence that the team reads; two queries for the names."""
    need = snapshot.need_ids[error.need] if error.need >= 0 else None
    person = snapshot.person_ids[error.person] if error.person >= 0 else None
    if error.rule:
        return _of_a_rule(error.rule, snapshot)
    who = Who.named(snapshot.problem.kind, {need} - {None}, {person} - {None})  # type: ignore[arg-type]
    said = {
        "need": "" if need is None else who.need(need),
        "person": "" if person is None else who.person(person),
    }
    if need is not None and person is not None:
        return _of_a_pair(error, snapshot, said)
    if need is not None:
        return _("%(need)s : plus de personnes lui sont imposées qu’il n’en demande. Retirez une des paires.") % said
    if person is not None:
        return _of_a_person(error.person, snapshot, said)
    return _(
        "Les choix à la main, les minimums et les règles d’équilibre ne peuvent pas être tenus ensemble. "
        "Retirez l’un d’eux, ou ouvrez des places."
    )


def _of_a_pair(error: Infeasible, snapshot: Snapshot, said: dict[str, str]) -> str:
    """An imposed pair that a hard rule forbids: which rules."""
    names = [rule.name.lower() for rule in excluding(snapshot.problem, error.need, error.person)]
    causes = ", ".join(str(RULES[name]) for name in names if name in RULES)
    if not causes:
        return _("%(need)s et %(person)s : la paire imposée n’est pas possible. Retirez-la du réglage.") % said
    return _(
        "%(need)s et %(person)s : la paire est imposée, mais une règle l’écarte (%(causes)s). "
        "Retirez la paire, ou levez ce qui l’écarte."
    ) % {**said, "causes": causes}


def _of_a_person(row: int, snapshot: Snapshot, said: dict[str, str]) -> str:
    """More pairs imposed than places, or a minimum that nothing reaches."""
    problem = snapshot.problem
    imposed = int((problem.wishes.locked_person == row).sum())
    places = int(problem.people.capacity[row])
    least = 0 if problem.wishes.min_load is None else int(problem.wishes.min_load[row])
    if imposed > places:
        return _(
            "%(person)s : trop de paires lui sont imposées (imposées : %(imposed)s, places libres : %(places)s). "
            "Retirez une paire, ou ouvrez une place."
        ) % {**said, "imposed": imposed, "places": places}
    return _(
        "Le minimum de %(person)s est hors de portée : rien ne permet de lui donner %(least)s de plus. "
        "Baissez ce minimum sur sa fiche, ou le score minimal de la tournée."
    ) % {**said, "least": least}


def _of_a_rule(name: str, snapshot: Snapshot) -> str:
    """A rule of balance, and the need where it fails when it is asked of each."""
    for wish in snapshot.problem.wishes.balance:
        if name == wish.name:
            return _(
                "La règle d’équilibre « %(rule)s » ne peut pas être tenue : au moins %(least)s, pour les personnes "
                "choisies. Baissez ce nombre, ajoutez des personnes, ou retirez la règle."
            ) % {"rule": wish.name, "least": wish.least}
    for wish in snapshot.problem.wishes.balance:
        row = name.removeprefix(f"{wish.name} (need ").removesuffix(")")
        if row != name and row.isdecimal():
            need = snapshot.need_ids[int(row)]
            who = Who.named(snapshot.problem.kind, {need}, set())
            return _(
                "La règle d’équilibre « %(rule)s » ne peut pas être tenue pour %(need)s : au moins %(least)s parmi "
                "les personnes choisies. Ajoutez des personnes, ou retirez la règle."
            ) % {"rule": wish.name, "need": who.need(need), "least": wish.least}
    return _("La règle d’équilibre « %(rule)s » ne peut pas être tenue.") % {"rule": name}
