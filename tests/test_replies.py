"""Replies: visitors are answered aloud while the village lives on; what was said is what is remembered."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from agents.decision import Decision
from agents.mind import Question
from agents.scripted_mind import ScriptedMind
from scenarios.recording import open_recording, rerun
from sim.inputs import VisitorClosed, VisitorOpened, VisitorStopped
from tests.default_village import default_cast
from tests.test_live import Stage as LiveStage
from tests.test_locked_store import held
from tests.web_stage import Frame, drained
from web.inbox import Uttered
from web.messages import VisitorMessage, VisitorView

AGENT, VISITOR, CHAT = "farmer", "v-1", "c-1"
FIRST, WHOLE = "从前有座山", "从前有座山，山里有座庙。"


@dataclass(frozen=True)
class Storyteller(ScriptedMind):
    """Says the first words, and the rest only when it is let."""

    go_on: asyncio.Event = field(default_factory=asyncio.Event)
    silenced: list[str] = field(default_factory=list)

    async def speak(self, question: Question) -> AsyncGenerator[Decision, None]:
        """See Mind."""
        whole = replace((await self.decide([question]))[0], words=WHOLE)
        try:
            yield replace(whole, words=FIRST)
            await self.go_on.wait()
            yield whole
        except (GeneratorExit, asyncio.CancelledError):
            self.silenced.append(question.request.id)
            raise


class Stage(LiveStage):
    """A live village in which the farmer tells a visitor a story."""

    def __init__(self, folder: Path, **options: int) -> None:
        super().__init__(folder / "live.db", pace=60, **options)
        self.mind = Storyteller(default_cast(), 7)
        self.driver.replies.population = replace(self.driver.population, mind=self.mind)
        view = VisitorView(id=VISITOR, name="Ming", at=(6, 3))
        self.feed.announce(VisitorMessage(seq=0, change="joined", visitor=view))
        self.told: list[Frame] = []

    def act(self, scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Live through a scene that begins when the first words of the greeting have been heard; then re-run it."""

        async def live() -> None:
            async with self.running():
                self.inbox.submit(VisitorOpened(AGENT, VISITOR, CHAT))
                await self.until_told("chat_delta")
                await scene()

        asyncio.run(live())
        self.store.close()

    def say(self, text: str, is_command: bool = False) -> None:
        self.inbox.submit(Uttered(AGENT, VISITOR, CHAT, text, is_command))

    async def until_told(self, kind: str, count: int = 1) -> list[Frame]:
        """What the visitor alone is told, until there are so many of a kind; all of that kind."""
        subscription = self.feed.subscribe(VISITOR, self.feed.snapshot().seq)
        try:
            async with asyncio.timeout(30):
                while len(found := [frame for frame in self.told if frame["type"] == kind]) < count:
                    self.told += [frame for frame in await drained(subscription) if frame.get("agent") == AGENT]
                    await asyncio.sleep(0.01)
        finally:
            self.feed.unsubscribe(subscription)
        return found

    def is_rerun_the_same(self, folder: Path) -> bool:
        return rerun(open_recording(str(folder / "live.db"))).same


def lines(frames: list[Frame]) -> list[tuple[str, str]]:
    return [(frame["who"], frame["text"]) for frame in frames]


def test_the_village_lives_on_while_somebody_speaks(tmp_path: Path) -> None:
    """Minutes go by in the village before the story ends; it is said once and whole, and the run is re-run the same."""
    stage = Stage(tmp_path)

    async def scene() -> None:
        begun = stage.feed.time
        await stage.until(lambda: stage.feed.time >= begun + 120)
        assert [frame["text"] for frame in stage.told if frame["type"] == "chat_delta"] == [FIRST]
        stage.mind.go_on.set()
        assert lines(await stage.until_told("chat_line")) == [("agent", WHOLE)]
        deltas = [frame["text"] for frame in stage.told if frame["type"] == "chat_delta"]
        assert "".join(deltas) == WHOLE

    stage.act(scene)
    assert stage.mind.silenced == []
    assert stage.is_rerun_the_same(tmp_path)


def test_a_reply_that_is_stopped_is_what_was_said_of_it(tmp_path: Path) -> None:
    """The mind is silenced, the words so far are the answer, and the log knows no more than that."""
    stage = Stage(tmp_path)

    async def scene() -> None:
        stage.inbox.submit(VisitorStopped(AGENT, VISITOR, CHAT))
        assert lines(await stage.until_told("chat_line")) == [("agent", f"{FIRST}——")]

    stage.act(scene)
    assert len(stage.mind.silenced) == 1
    assert stage.is_rerun_the_same(tmp_path)


def test_who_talks_over_a_reply_cuts_it_short_and_is_heard(tmp_path: Path) -> None:
    """The broken-off words come first, then the visitor's, then the answer to them."""
    stage = Stage(tmp_path)

    async def scene() -> None:
        stage.say("山在哪儿？")
        heard = await stage.until_told("chat_line", 2)
        assert lines(heard) == [("agent", f"{FIRST}——"), ("visitor", "山在哪儿？")]
        stage.mind.go_on.set()
        heard = lines(await stage.until_told("chat_line", 3))
        assert heard[-1] == ("agent", WHOLE)
        assert stage.driver.population.words.talk(VISITOR, AGENT, 9) == heard, "kept in the order in which it was said"

    stage.act(scene)
    assert len(stage.mind.silenced) == 1
    assert stage.is_rerun_the_same(tmp_path)


def test_a_choice_that_was_made_stands_though_its_words_are_stopped(tmp_path: Path) -> None:
    """The farmer, who had begun to agree, does as he was asked."""
    stage = Stage(tmp_path)

    async def scene() -> None:
        stage.mind.go_on.set()
        await stage.until_told("chat_line")
        stage.mind.go_on.clear()
        stage.say("去田里浇水。", is_command=True)
        await stage.until_told("chat_line", 2)
        await stage.until_told("chat_delta", 3)
        stage.inbox.submit(VisitorStopped(AGENT, VISITOR, CHAT))
        (result,) = await stage.until_told("command_result")
        assert result["accepted"] is True
        assert lines(await stage.until_told("chat_line", 3))[-1] == ("agent", f"{FIRST}——")

    stage.act(scene)
    assert stage.is_rerun_the_same(tmp_path)


def test_leaving_silences_the_speaker(tmp_path: Path) -> None:
    """The talk ends, and nobody goes on talking to nobody."""
    stage = Stage(tmp_path)

    async def scene() -> None:
        stage.inbox.submit(VisitorClosed(AGENT, VISITOR, CHAT, "closed"))
        (end,) = await stage.until_told("chat_end")
        assert end["reason"] == "closed"

    stage.act(scene)
    assert len(stage.mind.silenced) == 1
    assert stage.is_rerun_the_same(tmp_path)


def test_another_visitor_can_not_stop_it(tmp_path: Path) -> None:
    """Only the one who is spoken to cuts a reply short."""
    stage = Stage(tmp_path)

    async def scene() -> None:
        stage.inbox.submit(VisitorStopped(AGENT, "v-2", CHAT))
        stage.inbox.submit(VisitorOpened(AGENT, "v-2", "c-2"))
        await stage.until(lambda: not len(stage.inbox))
        stage.mind.go_on.set()
        assert lines(await stage.until_told("chat_line")) == [("agent", WHOLE)]

    stage.act(scene)
    assert stage.mind.silenced == []


def test_a_village_that_stops_silences_all(tmp_path: Path) -> None:
    """What was being said is not remembered as said: a village that goes on later asks its mind again."""
    stage = Stage(tmp_path)

    async def scene() -> None:
        pass

    stage.act(scene)
    assert len(stage.mind.silenced) == 1
    assert stage.driver.simulator.world.agents[AGENT].request is not None
    assert stage.is_rerun_the_same(tmp_path)


def test_who_erases_in_the_middle_of_a_reply_leaves_nothing_behind(tmp_path: Path) -> None:
    """The reply to what was erased is heard to its end, but kept no more than the words; the run is re-run the same."""
    stage = Stage(tmp_path)
    words = stage.driver.population.words

    async def scene() -> None:
        stage.mind.go_on.set()
        await stage.until_told("chat_line")
        stage.mind.go_on.clear()
        stage.say("我的猫叫年糕")
        await stage.until_told("chat_delta", 3)
        assert words.erase(VISITOR) == 2
        stage.mind.go_on.set()
        assert lines(await stage.until_told("chat_line", 3))[1:] == [("visitor", "我的猫叫年糕"), ("agent", "")]
        assert words.visitors() == set()

    stage.act(scene)
    assert stage.is_rerun_the_same(tmp_path)


def test_reply_heard_while_the_database_is_locked_is_a_line_once_it_is_free(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The village stands still for another process, and the reply with it; nothing of it is lost."""
    stage = Stage(tmp_path, busy_timeout_milliseconds=20)

    async def scene() -> None:
        with held(tmp_path / "live.db"):
            stage.mind.go_on.set()
            await stage.until(lambda: "a reply waits" in caplog.text)
        assert lines(await stage.until_told("chat_line")) == [("agent", WHOLE)]

    stage.act(scene)
    assert WHOLE not in caplog.text
    assert stage.is_rerun_the_same(tmp_path)
