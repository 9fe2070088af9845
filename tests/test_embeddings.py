"""Embeddings: memories are found for a visitor's words by their meaning, where a server tells; nothing hangs on it."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import replace

import pytest

from agents.mind import Question
from agents.model_mind import ModelMind
from agents.models.embeddings import Embeddings, embeddings_at
from agents.models.meter import Meter
from agents.models.openai_compatible import connect
from agents.observation import MAXIMUM_RECALLED, Recalled
from agents.prompt import messages
from agents.scripted_mind import ScriptedMind
from scenarios.mind_choice import open_mind
from sim.bad_input import BadInput
from tests.default_village import default_cast
from tests.model_server import ModelServer
from tests.questions import question

CAST = default_cast()
RULES = ScriptedMind(CAST, 7)
SHEEP = "找回了走丢的羊"
ANIMALS = ("羊", "牲口", "咩")
"""Words of one meaning that have not a character in common."""


def by_meaning(text: str) -> list[float]:
    """A vector of two numbers: whether it is about animals, or about anything else."""
    return [1.0, 0.1] if any(word in text for word in ANIMALS) else [0.1, 1.0]


def asked(said: str = "牲口都还好吗？") -> Question:
    """The farmer, who remembers more than a prompt quotes, one thing of it about a sheep, is asked by a visitor."""
    asking = question("farmer", "reply", said=said)
    others = [Recalled(time=n, about="", zh=f"第{n}件闲事", en=f"thing {n}") for n in range(MAXIMUM_RECALLED)]
    sheep = Recalled(time=99, about="", zh=SHEEP, en="found the lost sheep")
    return replace(asking, observation=asking.observation.model_copy(update={"memories": (*others, sheep)}))


@asynccontextmanager
async def embeddings_of(server: ModelServer) -> AsyncIterator[Embeddings]:
    embeddings = embeddings_at(server.url, "vectors", "none")
    yield embeddings
    await embeddings.close()


def prompts_of(server: ModelServer, *askings: Question) -> list[str]:
    """What the model is asked for each, in the last of the messages."""

    async def scene() -> None:
        async with embeddings_of(server) as embeddings:
            mind = ModelMind(await connect(server.url, None, "none"), CAST, RULES, Meter(), embeddings)
            for asking in askings:
                async with aclosing(mind.speak(asking)) as growing:
                    async for _ in growing:
                        pass
            await mind.engine.close()

    asyncio.run(scene())
    return [body["messages"][-1]["content"] for body in server.bodies]


def near(server: ModelServer, *questions: tuple[list[str], str]) -> list[list[float] | None]:
    """How near texts are to words, asked of the same embeddings one after the other."""

    async def scene() -> list[list[float] | None]:
        async with embeddings_of(server) as embeddings:
            return [await embeddings.nearness(texts, said) for texts, said in questions]

    return asyncio.run(scene())


def test_what_is_meant_is_remembered_though_no_character_is_the_same(server: ModelServer) -> None:
    """By its characters alone the sheep is not found."""
    server.vector = by_meaning
    (prompt,) = prompts_of(server, asked())
    assert SHEEP in prompt
    by_characters = messages(CAST, asked().observation, asked().said)[-1].content
    assert SHEEP not in by_characters


def test_memories_are_embedded_once_and_a_visitors_words_are_not_kept(server: ModelServer) -> None:
    """What a visitor says can be erased: nothing that comes of it stays behind."""
    near(server, ([SHEEP, "一场雨"], "牲口呢？"), ([SHEEP, "一场雨"], "牲口呢？"))
    assert server.embedded == [[SHEEP, "一场雨", "牲口呢？"], ["牲口呢？"]]


def test_no_more_vectors_are_kept_than_there_is_room_for(server: ModelServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The oldest go first."""
    monkeypatch.setattr("agents.models.embeddings.MAXIMUM_KEPT_VECTORS", 3)
    near(server, (["a", "b", "c"], "?"), (["d"], "?"), (["c"], "?"), (["a"], "?"))
    assert server.embedded == [["a", "b", "c", "?"], ["d", "?"], ["?"], ["a", "?"]]


@pytest.mark.parametrize("vector", [lambda text: [], lambda text: [1.0] * len(text), lambda text: 1 / 0])
def test_a_server_that_fails_is_left_alone_for_a_while(
    server: ModelServer, vector: Callable[[str], list[float]], caplog: pytest.LogCaptureFixture
) -> None:
    """The visitor is answered all the same; one line says so, without a word of what was said."""
    server.vector = vector
    with caplog.at_level(logging.WARNING, logger="taoyuan.models"):
        prompts = prompts_of(server, asked(), asked())
    assert all("牲口都还好吗？" in prompt for prompt in prompts)
    assert len(server.embedded) == 1
    (line,) = caplog.messages
    assert "no embeddings" in line
    assert "牲口" not in line


def test_few_memories_need_no_choosing(server: ModelServer) -> None:
    """Nothing is asked where all are quoted anyway, or nothing has been said."""
    few = question("farmer", "reply", said="你好")
    assert len(prompts_of(server, few, asked(said=""))) == 2
    assert server.embedded == []


@pytest.mark.parametrize(
    ("mind", "text"),
    [("http://127.0.0.1:1/v1#m", "vectors"), ("http://127.0.0.1:1/v1#m", "http://h"), ("scripted", "x")],
)
def test_bad_usage_is_one_line(mind: str, text: str) -> None:
    """It says what to write."""

    async def scene() -> None:
        async with open_mind(mind, CAST, 7, Meter(), text):
            pass

    with pytest.raises(BadInput, match="--embeddings") as told:
        asyncio.run(scene())
    assert "\n" not in str(told.value)
