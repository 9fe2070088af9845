"""What is told of the mind: by `/api/inference`, by `taoyuan run`, and to everyone when the model is away."""

import asyncio
from pathlib import Path

import pytest

from agents.models.engine import Completion, failed
from agents.models.meter import Meter
from agents.models.price import Price
from scenarios import headless
from scenarios.inference_facts import for_people
from sim.clock import HOUR
from sim.visitor_words import MemoryVisitorWords
from tests.model_server import USAGE, model_server, sociable
from tests.small_village import small_cast, small_world
from tests.web_stage import BASE_URL, Client, Frame, drained, small_context
from web.app import create_app
from web.feed import Feed
from web.inference import Spending
from web.messages import Mind


def counted() -> Meter:
    """A meter that has seen a little of everything."""
    meter = Meter()
    meter.batch(3)
    meter.begin(3)
    meter.end(Completion("a", None, 1000, 200, 600, 0.5))
    meter.end(failed("timeout", "too late"))
    meter.invalid("not_offered")
    for source in ("model", "fallback", "fallback"):
        meter.decided(source)
    return meter


def asked(folder: Path, spending: Spending) -> Frame:
    context = small_context(folder, spending=spending)
    with Client(create_app(context), base_url=BASE_URL) as client:
        answer: Frame = client.get("/api/inference").json()
        return answer


def test_the_village_tells_how_its_mind_fares(tmp_path: Path) -> None:
    """Counters and rates by name, and the batches by their size; no text of anybody's."""
    told = asked(tmp_path, Spending(counted()))
    assert told["mind"] == {"kind": "scripted", "model": None}
    assert told["answers"] is True
    assert (told["in_flight"], told["most_in_flight"]) == (1, 3)
    assert told["batches"][2] == {"up_to": 4, "count": 1}
    assert told["batches"][-1] == {"up_to": None, "count": 0}
    assert told["decisions"] == {"model": 1, "fallback": 2}
    assert (told["failures"], told["invalid"]) == ({"timeout": 1}, {"not_offered": 1})
    assert (told["cache_hit_rate"], told["median_seconds"], told["mean_shared_batch"]) == (0.6, 0.5, 3)
    assert told["tokens_per_sim_hour"] == pytest.approx(1200 * HOUR / told["sim_seconds"])


def test_money_is_told_at_the_price_that_was_given_and_else_not_at_all(tmp_path: Path) -> None:
    """An estimate needs a price; nobody makes one up."""
    assert asked(tmp_path, Spending(counted()))["money"] is None
    money = asked(tmp_path, Spending(counted(), Price(1, 10, 0.1, "CNY")))["money"]
    assert money["currency"] == "CNY"
    assert money["amount"] == pytest.approx((400 * 1 + 600 * 0.1 + 200 * 10) / 1_000_000)


def test_everyone_is_told_when_the_model_goes_and_when_it_is_back() -> None:
    """Once each; whoever comes meanwhile is told after the view."""

    async def scene() -> None:
        feed = Feed("run-1", small_world(), small_cast(), MemoryVisitorWords(), Mind(kind="model", model="m"))
        early = feed.subscribe("v-1", None)
        for answers in (True, False, False):
            feed.set_mind(answers)
        assert [frame for frame in await drained(early) if frame["type"] == "mind"] == [
            {"type": "mind", "answers": False}
        ]
        late = await drained(feed.subscribe("v-2", None))
        assert [frame["type"] for frame in late] == ["snapshot", "mind"]
        feed.set_mind(True)
        assert await drained(early) == [{"type": "mind", "answers": True}]
        assert [frame["type"] for frame in await drained(feed.subscribe("v-3", None))] == ["snapshot"]

    asyncio.run(scene())


def test_a_run_tells_what_its_thinking_cost() -> None:
    """Tokens as the server counts them, by the hour of simulated time, and money at a price."""
    with model_server() as server:
        server.answer = sociable
        running = headless.run(None, HOUR, None, 7, f"{server.url}#village-model", False, Price(1, 10, 0.1, "CNY"))
        report = asyncio.run(running)
        answered = len(server.bodies)
    assert report["prompt_tokens"] == answered * USAGE["prompt_tokens"]
    assert report["tokens_per_sim_hour"] == answered * (USAGE["prompt_tokens"] + USAGE["completion_tokens"])
    assert report["cache_hit_rate"] == pytest.approx(5 / 11, abs=1e-4)
    assert (report["fallbacks"], report["engine_failures"]) == (0, {})
    assert report["mean_shared_batch"] >= 2
    assert report["money"] == pytest.approx(answered * (6 + 5 * 0.1 + 7 * 10) / 1_000_000, rel=0.01)
    assert for_people(report)["currency"] == "CNY"


def test_without_a_price_a_run_says_how_to_give_one() -> None:
    """Only where a model was asked: the rules cost nothing."""
    facts = {"money": None, "currency": None, "prompt_tokens": 7, "invalid_answers": {}}
    assert for_people(facts) == {"prompt_tokens": 7, "money": for_people(facts)["money"]}
    assert "--price" in for_people(facts)["money"]
    assert "money" not in for_people(facts | {"prompt_tokens": 0})
