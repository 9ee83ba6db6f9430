"""The named refusals of the engine: each message says which row is wrong and why."""


class EngineError(ValueError):
    """Something given to the engine cannot be computed with."""


class BadInstance(EngineError):
    """An assignment instance breaks its contract."""


class BadIndices(BadInstance):
    """The sparse structure is malformed: a row pointer, a person out of range, or a pair given twice."""


class BadScores(BadInstance):
    """A score is missing, not finite, or outside 0..100 points."""


class BadDemand(BadInstance):
    """A need wants a number of people that is negative or not whole."""


class BadCapacity(BadInstance):
    """A person offers a number of places that is negative or not whole."""


class BadPairs(BadInstance):
    """A matching uses a pair that does not exist, twice the same pair, or more than demand or capacity."""


class BadFacts(EngineError):
    """A table of facts has a wrong shape, or a value outside its range."""


class BadWeights(EngineError):
    """The weights are not whole numbers from 0 to 100 that sum to 100, one for each part."""


class BadProblem(EngineError):
    """The parts of a problem do not belong together."""


class BadGoal(EngineError):
    """A floor, a minimum load, a lock or a balance rule does not fit the instance."""


class Infeasible(EngineError):
    """No matching keeps every lock, minimum load and balance rule; the message names what cannot be kept."""


class DamagedInputs(EngineError):
    """Stored inputs cannot be read back: a byte has changed, or another version wrote them."""


class SolverFailed(RuntimeError):
    """The solver ended without a proven optimum, which no valid instance can cause."""
