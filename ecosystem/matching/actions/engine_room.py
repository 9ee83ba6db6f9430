"""What the pages of review ask of the engine, which is loaded when somebody asks: a page that shows lists is light."""

from importlib import import_module
from typing import TYPE_CHECKING

from ecosystem.matching.models import Proposal, Round

if TYPE_CHECKING:
    from ecosystem.matching.actions.scored import Scored


def scored(round_: Round) -> "Scored":
    """Every pair of the round with its score, or what bars it."""
    found: Scored = import_module("ecosystem.matching.actions.scored").scored(round_)
    return found


def pair_with_reasons(round_: Round, need_id: int, person_id: int) -> Proposal:
    """A pair that the round did not keep, unsaved, with its score and evidence."""
    facts = import_module("ecosystem.matching.actions.again").facts_of(round_)
    storing = import_module("ecosystem.matching.actions.storing")
    found: Proposal = storing.explained_pair(round_, facts, need_id, person_id)
    return found
