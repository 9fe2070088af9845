"""What a headless run tells of the thinking that went into it: batches, tokens, failures, money."""

from typing import Any

from agents.models.meter import Figures
from agents.models.price import PRICE, Price


def inference_facts(figures: Figures, price: Price | None) -> dict[str, Any]:
    """A meter's figures as a run reports them. Without a price money is None."""
    tokens = figures.prompt_tokens, figures.completion_tokens, figures.cached_tokens
    return {
        "batches": sum(figures.batches),
        "largest_batch": figures.largest_batch,
        "mean_shared_batch": _rounded(figures.mean_shared_batch, 2),
        "fallbacks": figures.decisions.get("fallback", 0),
        "invalid_answers": dict(sorted(figures.invalid.items())),
        "repairs": figures.repairs,
        "engine_failures": dict(sorted(figures.failures.items())),
        "most_in_flight": figures.most_in_flight,
        "prompt_tokens": figures.prompt_tokens,
        "completion_tokens": figures.completion_tokens,
        "cached_tokens": figures.cached_tokens,
        "cache_hit_rate": _rounded(figures.cache_hit_rate, 4),
        "tokens_per_sim_hour": _rounded(figures.tokens_per_sim_hour, 1),
        "median_answer_seconds": _rounded(figures.median_seconds, 3),
        "p95_answer_seconds": _rounded(figures.p95_seconds, 3),
        "money": None if price is None else round(price.of(*tokens), 6),
        "currency": None if price is None else price.currency,
    }


def for_people(facts: dict[str, Any]) -> dict[str, Any]:
    """The same without what says nothing, and with how to learn of the money."""
    nothing: tuple[object, ...] = (None, {}, "")
    shown = {name: value for name, value in facts.items() if value not in nothing}
    if facts["money"] is None and facts["prompt_tokens"]:
        shown["money"] = f"unknown: add --price {PRICE}"
    return shown


def _rounded(number: float | None, digits: int) -> float | None:
    return None if number is None else round(number, digits)
