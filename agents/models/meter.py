"""Meter: what thinking costs, and how well it goes, counted the same way for every engine. Counters in memory alone.

The engine's part is counted by `metered` and `breaker`, the minds' by `population` and `model_mind`. Nothing of it is
in the World, so nothing depends on it.
"""

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from agents.models.engine import Completion
from sim.clock import HOUR

MAXIMUM_DURATIONS = 512
"""The latest answers, whose seconds are kept for median and 95th percentile."""
BATCH_SIZES = (1, 2, 4, 8, 16, 32)
"""Upper ends of the histogram's classes of batches; whatever is larger is in one more."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that was counted, at one moment. Seconds are wall seconds but for `sim_seconds`, in which it was counted.

    `batches` has a count for each of BATCH_SIZES, and one for larger ones. Those of two or more are `shared_batches`,
    which held `shared_decisions`: where one alone was due, no batch could have been larger.
    """

    in_flight: int
    most_in_flight: int
    completions: int
    aborted: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    median_seconds: float | None
    p95_seconds: float | None
    failures: Mapping[str, int]
    is_away: bool
    batches: tuple[int, ...]
    largest_batch: int
    shared_batches: int
    shared_decisions: int
    decisions: Mapping[str, int]
    invalid: Mapping[str, int]
    repairs: int
    sim_seconds: int

    @property
    def tokens(self) -> int:
        """Of prompts and answers."""
        return self.prompt_tokens + self.completion_tokens

    @property
    def tokens_per_sim_hour(self) -> float | None:
        """None before any simulated time has passed."""
        return self.tokens * HOUR / self.sim_seconds if self.sim_seconds > 0 else None

    @property
    def cache_hit_rate(self) -> float | None:
        """The part of all prompts' tokens that the engine had computed before, by its own account."""
        return self.cached_tokens / self.prompt_tokens if self.prompt_tokens else None

    @property
    def mean_shared_batch(self) -> float | None:
        """Decisions in a batch, over the instants at which two or more were due."""
        return self.shared_decisions / self.shared_batches if self.shared_batches else None


@dataclass
class Meter:
    """The counters. The kinds that are counted are few and named, so nothing here grows."""

    is_away: bool = False
    """Whether the engine gives no answer for now, as the breaker has told."""
    _in_flight: int = 0
    _most_in_flight: int = 0
    _aborted: int = 0
    _completions: int = 0
    _prompt_tokens: int = 0
    _completion_tokens: int = 0
    _cached_tokens: int = 0
    _repairs: int = 0
    _largest_batch: int = 0
    _shared_batches: int = 0
    _shared_decisions: int = 0
    _seconds: "deque[float]" = field(default_factory=lambda: deque(maxlen=MAXIMUM_DURATIONS))
    _batches: list[int] = field(default_factory=lambda: [0] * (len(BATCH_SIZES) + 1))
    _failures: "Counter[str]" = field(default_factory=Counter)
    _decisions: "Counter[str]" = field(default_factory=Counter)
    _invalid: "Counter[str]" = field(default_factory=Counter)

    # ---- the engine's part -----------------------------------------------------------------------------------

    def begin(self, requests: int) -> None:
        """Requests were put to the engine."""
        self._in_flight += requests
        self._most_in_flight = max(self._most_in_flight, self._in_flight)

    def abort(self, requests: int) -> None:
        """Requests were given up before they were answered."""
        self._in_flight -= requests
        self._aborted += requests

    def end(self, completion: Completion) -> None:
        """A request got its answer, or an error in its place."""
        self._in_flight -= 1
        if completion.failure is not None:
            self._failures[completion.failure] += 1
            return
        self._completions += 1
        self._prompt_tokens += completion.prompt_tokens
        self._completion_tokens += completion.completion_tokens
        self._cached_tokens += completion.cached_tokens
        self._seconds.append(completion.seconds)

    # ---- the minds' part -------------------------------------------------------------------------------------

    def batch(self, size: int) -> None:
        """So many decisions were due together."""
        self._batches[sum(size > upper for upper in BATCH_SIZES)] += 1
        self._largest_batch = max(self._largest_batch, size)
        if size > 1:
            self._shared_batches += 1
            self._shared_decisions += size

    def decided(self, source: str) -> None:
        """A decision was taken, by `model`, `rule` or `fallback`."""
        self._decisions[source] += 1

    def invalid(self, kind: str) -> None:
        """An answer could not be used."""
        self._invalid[kind] += 1

    def repair(self, questions: int) -> None:
        """So many questions are asked again, for their answers could not be used."""
        self._repairs += questions

    # ---- reading ---------------------------------------------------------------------------------------------

    def figures(self, sim_seconds: int = 0) -> Figures:
        """All of it now; `sim_seconds` of simulated time have passed since counting began."""
        seconds = sorted(self._seconds)
        return Figures(
            in_flight=self._in_flight,
            most_in_flight=self._most_in_flight,
            completions=self._completions,
            aborted=self._aborted,
            prompt_tokens=self._prompt_tokens,
            completion_tokens=self._completion_tokens,
            cached_tokens=self._cached_tokens,
            median_seconds=_quantile(seconds, 0.5),
            p95_seconds=_quantile(seconds, 0.95),
            failures=dict(self._failures),
            is_away=self.is_away,
            batches=tuple(self._batches),
            largest_batch=self._largest_batch,
            shared_batches=self._shared_batches,
            shared_decisions=self._shared_decisions,
            decisions=dict(self._decisions),
            invalid=dict(self._invalid),
            repairs=self._repairs,
            sim_seconds=sim_seconds,
        )


def _quantile(ordered: list[float], part: float) -> float | None:
    """The smallest value that at least this part of them does not exceed (nearest rank); None of none."""
    return ordered[ceil(part * len(ordered)) - 1] if ordered else None
