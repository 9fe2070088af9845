"""What `GET /api/inference` answers: how the mind fares and what it costs, for the page's panel. Counters, no texts."""

from dataclasses import dataclass, field

from pydantic import BaseModel

from agents.models.meter import BATCH_SIZES, Figures, Meter
from agents.models.price import Price
from sim.clock import SimTime
from web.messages import Mind


@dataclass(frozen=True)
class Spending:
    """The counters of a village that is being served, at what price, and the simulated time since which they count."""

    meter: Meter = field(default_factory=Meter)
    price: Price | None = None
    since: SimTime = 0


class BatchClass(BaseModel):
    """How many batches held at most `up_to` decisions, and more than the class before; None: all that were larger."""

    up_to: int | None
    count: int


class Money(BaseModel):
    """What the tokens cost so far, at the price that was given."""

    amount: float
    currency: str


class Inference(BaseModel):
    """The mind, and what was counted since the village was opened. Rates are None where nothing was counted yet."""

    mind: Mind
    answers: bool
    """False while the model gives no answer and the rules decide for it."""
    sim_seconds: int
    in_flight: int
    most_in_flight: int
    completions: int
    aborted: int
    prompt_tokens: int
    completion_tokens: int
    cached_tokens: int
    cache_hit_rate: float | None
    tokens_per_sim_hour: float | None
    median_seconds: float | None
    p95_seconds: float | None
    batches: list[BatchClass]
    largest_batch: int
    mean_shared_batch: float | None
    decisions: dict[str, int]
    invalid: dict[str, int]
    repairs: int
    failures: dict[str, int]
    money: Money | None


SAME = (
    *("sim_seconds", "in_flight", "most_in_flight", "completions", "aborted"),
    *("prompt_tokens", "completion_tokens", "cached_tokens", "cache_hit_rate", "tokens_per_sim_hour"),
    *("median_seconds", "p95_seconds", "largest_batch", "mean_shared_batch", "repairs"),
)
"""Fields of an answer that are the figures' own."""


def inference(spending: Spending, mind: Mind, now: SimTime) -> Inference:
    """The answer at a simulated time."""
    figures = spending.meter.figures(now - spending.since)
    classes = zip((*BATCH_SIZES, None), figures.batches, strict=True)
    return Inference(
        mind=mind,
        answers=not figures.is_away,
        batches=[BatchClass(up_to=upper, count=count) for upper, count in classes],
        decisions=dict(figures.decisions),
        invalid=dict(figures.invalid),
        failures=dict(figures.failures),
        money=_money(spending.price, figures),
        **{name: getattr(figures, name) for name in SAME},
    )


def _money(price: Price | None, figures: Figures) -> Money | None:
    if price is None:
        return None
    amount = price.of(figures.prompt_tokens, figures.completion_tokens, figures.cached_tokens)
    return Money(amount=amount, currency=price.currency)
