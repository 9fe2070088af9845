"""Facts of the village itself: what begins and ends that concerns more than one life."""

from dataclasses import dataclass, replace
from typing import Literal

from sim.happenings import VILLAGE, Happening, VillageRecord


@dataclass(frozen=True, slots=True)
class Happened:
    """Something began; `scheduled`: because the scenario has it."""

    happening: Happening
    scheduled: bool = False
    agent: str = VILLAGE
    kind: Literal["happened"] = "happened"


@dataclass(frozen=True, slots=True)
class HappeningEnded:
    """It is over."""

    happening: Happening
    agent: str = VILLAGE
    kind: Literal["happening_ended"] = "happening_ended"


VillageFact = Happened | HappeningEnded


def village_after(fact: VillageFact, record: VillageRecord) -> VillageRecord:
    """The village's record after a fact."""
    others = tuple(happening for happening in record.happenings if happening.id != fact.happening.id)
    if isinstance(fact, HappeningEnded):
        return replace(record, happenings=others, counter=record.counter + 1)
    begun = record.scheduled + (1 if fact.scheduled else 0)
    return VillageRecord((*others, fact.happening), begun, record.counter + 1)
