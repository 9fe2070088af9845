"""Talks with characters: from a visitor's message to an input, and from an event to the visitor's answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from sim import events
from sim.inputs import VisitorClosed, VisitorOpened
from tests.small_village import ANNA, BERT, CARA
from tests.talk_stage import VISITOR, TalkStage
from tests.web_stage import Village, receive, served
from web.chat import CLOSING_SECONDS, MAXIMUM_SILENCE_SECONDS, MAXIMUM_TALKS
from web.inbox import MAXIMUM_WAITING_INPUTS, Uttered
from web.talk import MAXIMUM_HELD_LINES


def test_asking_for_a_talk_becomes_an_input() -> None:
    """The chat's id is made here; asking twice asks once."""
    stage = TalkStage()
    chat = stage.asked()
    stage.talks.open(VISITOR, ANNA, "zh")
    assert stage.inputs() == []
    stage.happen(events.VisitorTalkStarted(ANNA, VISITOR, chat))
    stage.talks.open(VISITOR, ANNA, "zh")
    assert stage.told() == [{"type": "chat_opened", "agent": ANNA, "chat": chat}] * 2


def test_words_go_to_the_driver_and_come_back_once_they_are_committed() -> None:
    """What shows them on the way is the line that the visitor hears back, and nothing else."""
    stage = TalkStage()
    chat = stage.opened()
    stage.talks.say(VISITOR, ANNA, "今天忙吗？")
    [said] = stage.inputs()
    assert isinstance(said, Uttered)
    assert (said.chat, said.text, said.is_command) == (chat, "今天忙吗？", False)
    assert "今天忙吗" not in repr(said)
    assert stage.told() == []
    stage.happen(stage.hears(said))
    [line] = stage.told()
    assert (line["who"], line["text"], line["chat"]) == ("visitor", "今天忙吗？", chat)


def test_lines_are_held_until_the_talk_is_open() -> None:
    """What is said before the character has turned round comes after, in order, up to a maximum."""
    stage = TalkStage()
    chat = stage.asked()
    for n in range(MAXIMUM_HELD_LINES + 1):
        stage.talks.say(VISITOR, ANNA, f"line {n}")
    assert stage.inputs() == []
    assert [frame["code"] for frame in stage.told()] == ["too_many_held"]
    stage.happen(events.VisitorTalkStarted(ANNA, VISITOR, chat))
    texts = [said.text for said in stage.inputs() if isinstance(said, Uttered)]
    assert texts == [f"line {n}" for n in range(MAXIMUM_HELD_LINES)]
    assert [frame["type"] for frame in stage.told()] == ["chat_opened"]


def test_refusal_drops_what_was_held() -> None:
    """A character that can't talk is told nothing; the next line needs a new talk."""
    stage = TalkStage()
    chat = stage.asked()
    stage.talks.say(VISITOR, ANNA, "hello?")
    stage.happen(events.VisitorRefused(ANNA, VISITOR, chat, "asleep"))
    stage.talks.say(VISITOR, ANNA, "hello??")
    assert stage.inputs() == []
    assert [frame["reason"] for frame in stage.told()] == ["asleep", "not_talking"]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [(None, "zh", "干活去！"), ("  ", "en", "Off to work!"), ("Please work.", "en", "Please work.")],
)
def test_command_opens_a_talk_if_need_be(text: str | None, language: str, words: str) -> None:
    """A command without a talk opens one first; without words it is the role's own sentence, in one's language."""
    stage = TalkStage()
    stage.talks.command(VISITOR, ANNA, text, "en" if language == "en" else "zh")
    [opened] = stage.inputs()
    assert isinstance(opened, VisitorOpened)
    stage.happen(events.VisitorTalkStarted(ANNA, VISITOR, opened.chat))
    [commanded] = stage.inputs()
    assert isinstance(commanded, Uttered)
    assert (commanded.text, commanded.is_command) == (words, True)


@pytest.mark.parametrize("agent", ["nobody", "v-1"])
def test_nobody_of_that_name(agent: str) -> None:
    """Whoever is not of the cast is unknown, whatever is asked of them."""
    stage = TalkStage()
    stage.talks.open(VISITOR, agent, "zh")
    stage.talks.say(VISITOR, agent, "hello?")
    stage.talks.command(VISITOR, agent, None, "en")
    assert stage.inputs() == []
    assert [frame["reason"] for frame in stage.told()] == ["unknown"] * 3


def test_visitor_can_not_keep_the_whole_village() -> None:
    """One visitor has a maximum of talks at once; ending them makes room."""
    stage = TalkStage()
    people = [ANNA, BERT, CARA]
    for agent in people[:MAXIMUM_TALKS]:
        stage.opened(agent)
    stage.talks.open(VISITOR, people[MAXIMUM_TALKS], "zh")
    assert [frame["reason"] for frame in stage.told()] == ["limit"]
    for agent in people[:MAXIMUM_TALKS]:
        stage.talks.close(VISITOR, agent)
    stage.inputs()
    assert stage.asked(people[MAXIMUM_TALKS])


def test_closing_is_an_input_and_the_end_comes_as_an_event() -> None:
    """The talk is over when the World says so; closing it twice asks once."""
    stage = TalkStage()
    chat = stage.opened()
    stage.talks.close(VISITOR, ANNA)
    stage.talks.close(VISITOR, ANNA)
    assert stage.inputs() == [VisitorClosed(ANNA, VISITOR, chat, "closed")]
    stage.happen(events.VisitorTalkEnded(ANNA, VISITOR, chat, "closed"))
    assert stage.told() == [{"type": "chat_end", "agent": ANNA, "chat": chat, "reason": "closed"}]


def test_silence_ends_a_talk() -> None:
    """A talk without a word from either side for the maximum silence is closed; any word starts it anew."""
    stage = TalkStage()
    chat = stage.opened()
    stage.now = MAXIMUM_SILENCE_SECONDS - 1
    stage.happen(events.RepliedToVisitor(ANNA, VISITOR, chat, "w", "h", "rule"))
    stage.now = MAXIMUM_SILENCE_SECONDS + 1
    stage.talks.sweep()
    assert stage.inputs() == []
    stage.now = 2 * MAXIMUM_SILENCE_SECONDS
    stage.talks.sweep()
    assert stage.inputs() == [VisitorClosed(ANNA, VISITOR, chat, "time")]


def test_leaving_ends_all_talks() -> None:
    """A visitor who has left is in no talk any more."""
    stage = TalkStage()
    chats = {agent: stage.opened(agent) for agent in (ANNA, BERT)}
    stage.talks.leave(VISITOR)
    assert stage.inputs() == [VisitorClosed(agent, VISITOR, chat, "left") for agent, chat in chats.items()]


def test_talk_that_nobody_holds_is_closed() -> None:
    """A talk left over in the World, after a restart or a full inbox, is closed, and again if that had no effect."""
    stage = TalkStage()
    stage.happen(events.VisitorTalkStarted(ANNA, "v-gone", "c-old"))
    closing = [VisitorClosed(ANNA, "v-gone", "c-old", "left")]
    stage.talks.sweep()
    assert stage.inputs() == closing
    stage.talks.sweep()
    assert stage.inputs() == []
    stage.now = CLOSING_SECONDS
    stage.talks.sweep()
    assert stage.inputs() == closing


def test_full_inbox_refuses_talks_and_words() -> None:
    """When the village can't keep up, a visitor is told so at once."""
    stage = TalkStage()
    stage.opened()
    for _ in range(MAXIMUM_WAITING_INPUTS):
        stage.inbox.submit(VisitorClosed(BERT, "v-2", "c", "left"))
    stage.talks.open(VISITOR, BERT, "zh")
    stage.talks.say(VISITOR, ANNA, "hello?")
    refused, error = stage.told()
    assert (refused["type"], refused["reason"]) == ("chat_refused", "busy")
    assert (error["type"], error["code"]) == ("error", "busy")


# ---- the same over the websocket -------------------------------------------------------------------------------------


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    """The small village, served."""
    with served(tmp_path) as village:
        yield village


def test_whole_talk_over_the_websocket(village: Village) -> None:
    """Open, say, hear the answer, close: the visitor hears it all, another visitor only that a talk is on."""
    with village.visit() as (socket, welcome), village.visit(name="Li") as (other, _):
        you = welcome["you"]
        socket.send_json({"type": "chat_open", "agent": ANNA})
        [opened] = village.awaited_inputs()
        assert isinstance(opened, VisitorOpened)
        village.happen(events.VisitorTalkStarted(ANNA, you, opened.chat))
        assert receive(socket, "chat_opened")["chat"] == opened.chat
        socket.send_json({"type": "chat_say", "agent": ANNA, "text": " 你好 "})
        [said] = village.awaited_inputs()
        assert isinstance(said, Uttered)
        heard = village.words.keep(you, ANNA, opened.chat, "visitor", said.text)
        village.happen(events.VisitorSpoke(ANNA, you, opened.chat, heard.id, heard.hash))
        assert receive(socket, "chat_line")["text"] == "你好"
        kept = village.words.keep(you, ANNA, opened.chat, "agent", "早啊")
        village.happen(events.RepliedToVisitor(ANNA, you, opened.chat, kept.id, kept.hash, "rule"))
        assert receive(socket, "chat_line")["text"] == "早啊"
        village.happen(events.VisitorTalkEnded(ANNA, you, opened.chat, "closed"))
        assert receive(socket, "chat_end")["reason"] == "closed"
        other.send_json({"type": "ping"})
        overheard = list(iter(lambda: other.receive_json()["type"], "pong"))
    assert set(overheard) - {"visitor"} == {"state"}


@pytest.mark.parametrize("typed", ["干活去！", "干活去", "off to work", "Off to Work!!"])
def test_the_roles_own_sentence_is_a_command_when_it_is_typed(typed: str) -> None:
    """The button is one way to give a command; typing its words is another, in either language."""
    stage = TalkStage()
    stage.opened()
    stage.talks.say(VISITOR, ANNA, typed)
    [commanded] = stage.inputs()
    assert isinstance(commanded, Uttered)
    assert commanded.is_command
