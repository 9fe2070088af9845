"""News: how they arise, who is told, what both sides keep, and how they go from mouth to mouth."""

from dataclasses import replace

import pytest

from agents.decision import Decision
from agents.news import LEAST, arising
from agents.observation import Tidings
from agents.scripted_mind import ScriptedMind
from agents.situation import Situation, situation
from agents.sociability import converse
from agents.telling import ANSWERS, PROOFS, SOURCES
from agents.tidings import FRESH_SECONDS, tellable
from sim import events
from sim.actions import ComposeConversation, Remember, StartConversation, TellNews
from sim.clock import DAY, HOUR
from sim.records import Line, Memory, News, Task, Upshot
from sim.text import Text
from sim.world import World
from tests.default_village import SEED, default_cast
from tests.questions import question
from tests.small_village import (
    ANNA,
    BERT,
    CARA,
    START,
    act,
    happen,
    refusal,
    small_cast,
    small_world,
    trade_task,
    words,
)
from tests.stage import Stage
from tests.test_scripted_mind import decide

FISH = News("cara-1", CARA, "shop", Text("卡拉钓到条大鱼", "Cara caught a big fish"))
GIFTED = words("工坊里的椅子成了", "The workshop's chair is done")


def knowing(
    world: World, agent: str, news: News = FISH, *, teller: str = CARA, time: int = START, importance: int = 5
) -> World:
    """Let somebody know a piece of news."""
    happen(world, events.Remembered(agent, Memory(time, "news", teller, news.text, importance, news)))
    return world


def conversing(world: World, news: str = FISH.id) -> World:
    """Anna tells Bert, on the square, and all is said."""
    act(world, StartConversation(ANNA, BERT))
    lines = (Line(ANNA, Text("听说了吗", "Have you heard?")), Line(BERT, Text("没有", "No")))
    act(world, ComposeConversation(ANNA, lines, "rule", Text("新鲜事", "news"), news))
    return world


def told(world: World) -> list[events.Fact]:
    """What comes of the talk's last wake-up."""
    cast, talk = small_cast(), world.conversations[world.agents[ANNA].conversation or ""]
    ended = replace(talk, spoken=len(talk.lines))
    world.conversations[talk.id] = ended
    return [fact for action in converse(situation(world, cast, ANNA, START), ended) for fact in act(world, action)]


def memories(world: World, agent: str, kind: str) -> list[Memory]:
    return [memory for memory in world.agents[agent].memories if memory.kind == kind]


# ---- how they arise --------------------------------------------------------------------------------------------------


def finishing(task: Task, *, time: int, counter: int = 0) -> Situation:
    """Anna, who has news to give, at her task."""
    cast = small_cast()
    anna = cast.by_id[ANNA].model_copy(update={"news": (GIFTED,)})
    world = small_world()
    record = replace(world.agents[ANNA], task=task, counter=counter)
    return Situation(world, cast, record, anna, time)


def test_a_visitors_wish_that_was_done_is_always_news() -> None:
    """In one's own words and as others will tell it, both the village's: the visitor's are not known here."""
    task = replace(trade_task(), origin="command")
    (remember,) = arising(finishing(task, time=task.until), task)
    assert isinstance(remember, Remember)
    memory = remember.memory
    assert memory.text.en == "I spent a while at trade, because a visitor asked"
    assert memory.news is not None
    assert memory.news.text.zh == "安娜应一位客人的请，正在trade忙了一阵"
    assert (memory.news.origin, memory.news.place, memory.about) == (ANNA, "square", ANNA)


def test_work_is_news_now_and_then() -> None:
    """The same task at other moments: sometimes the character's own piece of news, sometimes none."""
    task = trade_task()
    arisen = [arising(finishing(task, time=task.until, counter=n), task) for n in range(100)]
    texts = {action.memory.text.zh for actions in arisen for action in actions if isinstance(action, Remember)}
    assert texts == {GIFTED.zh}
    assert 20 < sum(1 for actions in arisen if actions) < 70


@pytest.mark.parametrize(
    "task", [replace(trade_task(), working=False), replace(trade_task(), until=trade_task().until + HOUR)]
)
def test_leisure_and_what_was_broken_off_are_no_news(task: Task) -> None:
    """Only work that was done to its end."""
    assert [arising(finishing(task, time=trade_task().until, counter=n), task) for n in range(50)] == [[]] * 50


def test_the_same_news_does_not_arise_again_within_a_week() -> None:
    """Then it may."""
    task = trade_task()
    moments = [finishing(task, time=task.until, counter=n) for n in range(100)]
    here = next(moment for moment in moments if arising(moment, task))
    (first,) = arising(here, task)
    assert isinstance(first, Remember)
    for days, arises in ((2, False), (8, True)):
        later = replace(here, record=replace(here.record, memories=(first.memory,)), time=here.time + days * DAY)
        assert bool(arising(later, task)) == arises


# ---- who is told -----------------------------------------------------------------------------------------------------


def test_news_are_told_to_whoever_does_not_come_into_them() -> None:
    """Not to whom they are about, nor to whoever told them."""
    anna = knowing(small_world(), ANNA, teller=BERT).agents[ANNA]
    assert [bool(tellable(anna, partner, START)) for partner in (CARA, BERT, "dora", None)] == [
        False,
        False,
        True,
        True,
    ]


def test_stale_news_are_not_told() -> None:
    """Two days after one heard them."""
    anna = knowing(small_world(), ANNA).agents[ANNA]
    assert tellable(anna, BERT, START + FRESH_SECONDS - 1)
    assert not tellable(anna, BERT, START + FRESH_SECONDS)


def test_the_most_important_news_come_first_then_the_latest() -> None:
    """So that of many the best is told."""
    world = small_world()
    for number, importance in enumerate((3, 6, 6)):
        knowing(world, ANNA, replace(FISH, id=f"n-{number}"), time=START + number, importance=importance)
    assert [m.news.id for m in tellable(world.agents[ANNA], BERT, START + 9) if m.news] == ["n-2", "n-1", "n-0"]


def test_who_was_told_once_is_not_told_again_and_does_not_tell_it_back() -> None:
    """Both remember that the two have talked about it."""
    world = conversing(knowing(small_world(), ANNA))
    told(world)
    assert tellable(world.agents[ANNA], BERT, START) == []
    assert tellable(world.agents[BERT], ANNA, START) == []
    assert tellable(world.agents[BERT], "dora", START)


# ---- what comes of it ------------------------------------------------------------------------------------------------


def test_the_other_learns_what_is_told() -> None:
    """A fact says who told whom what and where; the listener knows it from the teller, a little less important."""
    world = conversing(knowing(small_world(), ANNA, importance=5))
    (telling,) = [fact for fact in told(world) if isinstance(fact, events.NewsTold)]
    assert (telling.agent, telling.to, telling.news, telling.place) == (ANNA, BERT, FISH, "square")
    (heard,) = memories(world, BERT, "news")
    assert (heard.about, heard.news, heard.importance) == (ANNA, FISH, 4)
    assert heard.text == Text("听安娜说：卡拉钓到条大鱼", "heard from Anna: Cara caught a big fish")
    (kept,) = memories(world, ANNA, "talk")
    assert kept.text.en == "told Bert the news: Cara caught a big fish"


def test_who_keeps_its_own_words_of_news_knows_them_all_the_same() -> None:
    """The host's stand for the telling; the guest keeps them besides what it heard."""
    world = conversing(knowing(small_world(), ANNA))
    kept = tuple(Line(own_id, Text(f"{own_id}记着", f"{own_id} keeps")) for own_id in (ANNA, BERT))
    [talk] = world.conversations.values()
    world.conversations[talk.id] = replace(talk, upshot=Upshot("warm", kept))
    told(world)
    assert [memory.text.en for memory in memories(world, ANNA, "talk")] == ["anna keeps"]
    assert [memory.text.en for memory in memories(world, BERT, "talk")] == ["bert keeps"]
    assert [memory.news for memory in memories(world, BERT, "news")] == [FISH]
    assert tellable(world.agents[ANNA], BERT, START) == []


def test_what_the_other_knew_already_is_not_learnt_again() -> None:
    """Bert has it from Cara herself: no step from mouth to mouth, but a talk that both remember."""
    world = conversing(knowing(knowing(small_world(), ANNA), BERT))
    assert [fact for fact in told(world) if isinstance(fact, events.NewsTold)] == []
    assert len(memories(world, BERT, "news")) == 1
    assert [memory.about for memory in memories(world, BERT, "talk")] == [ANNA]


def test_news_never_become_quite_unimportant() -> None:
    """However many mouths they went through."""
    world = conversing(knowing(small_world(), ANNA, importance=1))
    told(world)
    assert memories(world, BERT, "news")[0].importance == LEAST


@pytest.mark.parametrize("news", ["", "made-up-7"])
def test_a_talk_that_tells_no_news_its_host_knows_is_an_ordinary_one(news: str) -> None:
    """A mind that names something else changes nothing."""
    world = conversing(knowing(small_world(), ANNA), news)
    assert [fact for fact in told(world) if isinstance(fact, events.NewsTold)] == []
    assert [len(memories(world, agent, "talk")) for agent in (ANNA, BERT)] == [1, 1]


def test_news_are_told_only_to_whom_one_talks_with() -> None:
    """The rules refuse the rest."""
    world = knowing(small_world(), ANNA)
    assert "not talking" in refusal(world, TellNews(ANNA, BERT, FISH))
    conversing(world)
    assert "not talking" in refusal(world, TellNews(ANNA, CARA, FISH))
    assert "not talking" in refusal(world, TellNews(ANNA, ANNA, FISH))


# ---- how it sounds ---------------------------------------------------------------------------------------------------


def telling(teller: str, *, familiarity: int = 0) -> Decision:
    """The farmer, who has news of the chef's, talks with the vet: the first talk in which he does tell them."""
    news = Tidings(id="chef-1", origin="chef", teller=teller, zh="饭馆出了新菜", en="there is a new dish")
    made = (
        decide(question("farmer", "dialogue", "vet", ordinal=n, familiarity=familiarity, news=(news,)))
        for n in range(50)
    )
    return next(decision for decision in made if decision.news)


@pytest.mark.parametrize("familiarity", range(6))
@pytest.mark.parametrize(("teller", "vouching"), [("postman", SOURCES), ("farmer", PROOFS)])
def test_news_are_spoken_aloud(teller: str, vouching: object, familiarity: int) -> None:
    """The lines hold them, the other answers to whom they are about, the host vouches for them."""
    decision = telling(teller, familiarity=familiarity)
    spoken = [(line.speaker, line.text.zh) for line in decision.lines]
    at = next(n for n, (_, zh) in enumerate(spoken) if "饭馆出了新菜" in zh)
    chef, postman = (default_cast().by_id[own_id].name.zh for own_id in ("chef", "postman"))
    assert [speaker for speaker, _ in spoken[at : at + 3]] == ["farmer", "vet", "farmer"]
    assert spoken[at + 1][1] in {answer.zh.format(name=chef) for answer in ANSWERS}
    assert spoken[at + 2][1] in {line.zh.format(name=postman) for line in vouching}  # type: ignore[attr-defined]
    assert decision.about == Text("村里的新鲜事", "village news")


@pytest.mark.parametrize(
    ("said", "heard"), [("有什么新鲜事？", "刚听徐鸿飞说的：饭馆出了新菜。"), ("any news?", "new dish")]
)
def test_a_visitor_who_asks_for_news_is_told_some(said: str, heard: str) -> None:
    """By the rules, in the visitor's language."""
    news = Tidings(id="chef-1", origin="chef", teller="postman", zh="饭馆出了新菜", en="there is a new dish")
    assert heard in decide(question("farmer", "reply", said=said, news=(news,))).words


def test_every_character_has_news_to_give() -> None:
    """In both languages, no two the same, none with a full stop: it is told within a sentence."""
    given = [words for character in default_cast().characters for words in character.news]
    assert min(len(character.news) for character in default_cast().characters) >= 3
    assert len({words.zh for words in given}) == len({words.en for words in given}) == len(given)
    assert [words for words in given if words.zh[-1] in "。！？" or words.en[-1] in ".!?"] == []


# ---- from mouth to mouth ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def days() -> Stage:
    """Two days of the shipped village, and a command that was done on the first."""
    stage = Stage(ScriptedMind(default_cast(), SEED))
    stage.run_to("1d09:00")
    stage.visit("farmer")
    stage.command("farmer")
    stage.leave("farmer")
    stage.run_to("3d00:00")
    return stage


def test_news_travel(days: Stage) -> None:
    """Several a day arise, most are told on, and some go through three mouths and more."""
    steps = days.facts(events.NewsTold)
    arisen = {f.memory.news.id for f in days.facts(events.Remembered) if f.memory.news and f.memory.about == f.agent}
    assert len(arisen) >= 10
    assert len({step.news.id for step in steps}) >= len(arisen) // 2
    assert [step for step in steps if step.agent != step.news.origin]


def test_nobody_tells_what_it_does_not_know_or_learns_what_it_knew(days: Stage) -> None:
    """Every step begins at one who has heard, and ends at one who has not."""
    knowers: dict[str, set[str]] = {}
    for step in days.facts(events.NewsTold):
        known = knowers.setdefault(step.news.id, {step.news.origin})
        assert step.agent in known
        assert step.to not in known
        known.add(step.to)


def test_what_was_done_for_a_visitor_goes_round(days: Stage) -> None:
    """The farmer watered the field because a visitor asked; somebody else knows it from him."""
    deeds = [step for step in days.facts(events.NewsTold) if "应一位客人的请" in step.news.text.zh]
    assert {step.news.origin for step in deeds} == {"farmer"}
    assert deeds[0].agent == "farmer"


def test_news_on_the_way_are_spoken_in_their_conversation(days: Stage) -> None:
    """What was learnt was said aloud there, in the words of the one who told it."""
    composed = {fact.conversation: fact for fact in days.facts(events.ConversationComposed)}
    for step in days.facts(events.NewsTold):
        said = " ".join(line.text.zh for line in composed[step.conversation].lines)
        own = step.agent == step.news.origin and "应一位客人的请" in step.news.text.zh
        assert (step.news.text.zh.partition("应")[2] if own else step.news.text.zh)[:60] in said
