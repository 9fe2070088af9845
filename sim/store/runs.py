"""What is known of a stored run, and how a run becomes a row and a row a run."""

from dataclasses import dataclass
from datetime import UTC, datetime
from secrets import token_hex

from sim.seeds import Seeds
from sim.store.branching import Lineage, lineage_from_json, lineage_to_json, seeds_of
from sim.store.tables import RunRow

IMPORTED = "imported:"
"""How the mind of a run begins that was lived elsewhere; what follows is where."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The digest of the events up to `seq`."""

    seq: int
    digest: str


@dataclass(frozen=True, slots=True)
class Run:
    """What is known of a stored run."""

    id: str
    created: str
    scenario: str
    seed: int
    mind: str
    code_version: str
    lineage: Lineage = ()

    @property
    def seeds(self) -> Seeds:
        """Which seed holds when: its own from the start, then that of each branching."""
        return seeds_of(self.seed, self.lineage)

    @property
    def imported_from(self) -> str | None:
        """Where it was lived, if that was elsewhere: it can be watched, but nobody here can go on with it."""
        return self.mind.removeprefix(IMPORTED) if self.mind.startswith(IMPORTED) else None


@dataclass(frozen=True, slots=True)
class RunExtent:
    """How far a stored run has come."""

    events: int
    inputs: int
    last_time: int | None


def fresh_row(scenario: str, seed: int, mind: str, code_version: str, lineage: Lineage = ()) -> RunRow:
    """A run that begins now, with a fresh id."""
    return RunRow(
        id=f"r{token_hex(4)}",
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        scenario=scenario,
        seed=seed,
        mind=mind,
        code_version=code_version,
        lineage=lineage_to_json(lineage),
    )


def run_of(row: RunRow) -> Run:
    """The run that a row holds. Raises pydantic.ValidationError for a lineage that is none."""
    lineage = lineage_from_json(row.lineage)
    return Run(row.id, row.created, row.scenario, row.seed, row.mind, row.code_version, lineage)
