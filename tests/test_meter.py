"""The meter: what an engine is asked, answers and costs is counted the same way whatever engine it is."""

import asyncio
from contextlib import aclosing

import pytest

from agents.models.engine import Completion, failed
from agents.models.meter import BATCH_SIZES, MAXIMUM_DURATIONS, Meter
from agents.models.metered import Metered
from agents.models.price import Price, parse_price
from sim.bad_input import BadInput
from sim.clock import HOUR
from tests.counted_engine import ToldEngine, asking


async def costly(text: str) -> Completion:
    return failed("timeout", "too late") if text == "late" else Completion(text, None, 100, 20, 60, float(len(text)))


def metered(*batches: tuple[str, ...]) -> Meter:
    """A meter after these requests, a batch at a time."""

    async def scene() -> Meter:
        meter = Meter()
        engine = Metered(ToldEngine(costly), meter)
        for batch in batches:
            async for _ in engine.complete(asking(*batch)):
                pass
        return meter

    return asyncio.run(scene())


def test_answers_tokens_and_failures_are_counted() -> None:
    """What failed is counted by its kind, and costs nothing; nothing is in flight at the end."""
    figures = metered(("a", "bb", "late"), ("ccc",)).figures(2 * HOUR)
    assert (figures.completions, dict(figures.failures)) == (3, {"timeout": 1})
    assert (figures.prompt_tokens, figures.completion_tokens, figures.cached_tokens) == (300, 60, 180)
    assert figures.cache_hit_rate == pytest.approx(0.6)
    assert figures.tokens_per_sim_hour == pytest.approx(180)
    assert (figures.in_flight, figures.most_in_flight, figures.aborted) == (0, 3, 0)


def test_nothing_counted_is_no_rate() -> None:
    """A village that has asked nothing yet has no hit rate, no median, and no tokens an hour."""
    figures = Meter().figures()
    rates = (figures.cache_hit_rate, figures.tokens_per_sim_hour, figures.median_seconds, figures.mean_shared_batch)
    assert rates == (None, None, None, None)


def test_half_of_the_answers_took_no_longer_than_the_median() -> None:
    """Median and 95th percentile are times that answers really took, of the latest of them."""
    figures = metered(tuple("x" * n for n in range(1, 21))).figures()
    assert (figures.median_seconds, figures.p95_seconds) == (10, 19)
    many = metered(("long" * 10,), tuple("x" for _ in range(MAXIMUM_DURATIONS))).figures()
    assert (many.median_seconds, many.p95_seconds) == (1, 1)


def test_what_is_left_unanswered_was_aborted() -> None:
    """Closing the stream gives up the rest, which is then no longer in flight."""

    async def scene() -> Meter:
        meter = Meter()
        async with aclosing(Metered(ToldEngine(costly), meter).complete(asking("a", "b", "c"))) as completions:
            await anext(completions)
            assert meter.figures().in_flight == 2
        return meter

    figures = asyncio.run(scene()).figures()
    assert (figures.in_flight, figures.aborted, figures.completions) == (0, 2, 1)


def test_batches_are_counted_by_their_size() -> None:
    """Each size falls into the first class that holds it, the largest into one more; alone is no batch to be shared."""
    meter = Meter()
    for size in (1, 1, 2, 3, 4, 5, 32, 33, 500):
        meter.batch(size)
    figures = meter.figures()
    assert dict(zip((*BATCH_SIZES, None), figures.batches, strict=True)) == {
        **{1: 2, 2: 1, 4: 2, 8: 1, 16: 0, 32: 1},
        None: 2,
    }
    assert figures.largest_batch == 500
    assert figures.mean_shared_batch == pytest.approx((2 + 3 + 4 + 5 + 32 + 33 + 500) / 7)


# ---- money -----------------------------------------------------------------------------------------------------------


def test_money_is_what_a_million_tokens_cost() -> None:
    """Cached tokens of a prompt have a price of their own, and without one cost what the others do."""
    assert parse_price("0.5,2,0.05 CNY") == Price(0.5, 2.0, 0.05, "CNY")
    assert parse_price("0.5,2") == Price(0.5, 2.0, 0.5, "")
    assert parse_price("1,10,0.1").of(2_000_000, 100_000, 1_000_000) == pytest.approx(1 + 0.1 + 1)


@pytest.mark.parametrize("text", ["", "1", "1,2,3,4", "a,b", "1,-2", "1,nan", "1,inf", "1,2 \x07", "1,2 " + "x" * 99])
def test_what_is_no_price_is_bad_input(text: str) -> None:
    """The error says how one is written."""
    with pytest.raises(BadInput, match="--price"):
        parse_price(text)
