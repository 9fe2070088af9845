"""The village that is shipped, read once for all tests."""

from functools import cache

from agents.cast import Cast
from scenarios.scenario import DEFAULT, Scenario, load_scenario
from scenarios.village import Village, assemble

SEED = 7


@cache
def default_scenario() -> Scenario:
    """The default scenario."""
    return load_scenario(DEFAULT)


@cache
def default_village() -> Village:
    """The default scenario, put together."""
    return assemble(default_scenario(), SEED)


def default_cast() -> Cast:
    """The twenty."""
    return default_scenario().cast
