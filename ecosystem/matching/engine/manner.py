"""How a round is solved, for everything that solves it again with something changed."""

from collections.abc import Callable
from dataclasses import dataclass

from ecosystem.matching.engine.arrays import Ints
from ecosystem.matching.engine.assign import assign
from ecosystem.matching.engine.grid import Table
from ecosystem.matching.engine.instance import Instance
from ecosystem.matching.engine.live import CoverageFirst, Goals, Plan


def usual_solver(table: Table) -> Ints:
    """Positions of the chosen pairs: coverage, then total, then the seed."""
    return assign(table.instance, table.ties).edge


def usual_goal(instance: Instance) -> Goals:
    """Coverage, then total."""
    return CoverageFirst()


@dataclass(frozen=True, slots=True)
class Manner:
    """The solver of a round, and the same goal for a plan that is repaired; the two must agree.

    solve: table to positions of chosen pairs, ascending; goal: instance to what a plan must keep to (floors, minimum
    loads and locked pairs stand in the instance's own positions).
    """

    solve: Callable[[Table], Ints] = usual_solver
    goal: Callable[[Instance], Goals] = usual_goal

    def plan(self, table: Table) -> Plan:
        """A plan of the optimum."""
        return Plan(table.instance, self.solve(table), self.goal(table.instance))
