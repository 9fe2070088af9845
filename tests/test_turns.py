"""Turns: a dialogue that somebody hears is spoken turn by turn, each as itself; one that nobody hears is one answer."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from agents.behaviour import RoleBehaviour
from agents.decision import Decision
from agents.mind import Question
from agents.observation import ACCEPT, observation_of
from agents.partings import FOR_THE_HOUR
from agents.population import Population
from agents.scripted_mind import ScriptedMind
from agents.situation import PATIENCE_SECONDS, situation
from agents.turns import MAXIMUM_TURNS, Turn
from agents.why import why
from scenarios.unpaced import run_unpaced
from sim import events
from sim.actions import StartConversation
from sim.attempts import MemoryAttempts
from sim.clock import HOUR, MINUTE
from sim.event_log import MemoryEventLog
from sim.events import Event, Phase
from sim.horizon import Horizon, Lockstep, Open
from sim.inputs import VisitorOpened
from sim.records import Line, Relationship, Upshot
from sim.rules import ActionRejected, resolve
from sim.simulator import Simulator
from sim.text import Text
from sim.visitor_words import MemoryVisitorWords
from sim.world import World
from tests.small_village import ANNA, BERT, START, small_cast, small_world

CAST = small_cast()
ENOUGH = START + HOUR
TALK = "anna-0"


@dataclass(frozen=True)
class Talker(ScriptedMind):
    """Has so many lines for the two where it is asked for turns, and keeps a sentence; otherwise it is the rules'."""

    lines: int = 4
    asked: list[Question] = field(default_factory=list)

    async def decide(self, questions: Sequence[Question]) -> list[Decision]:
        self.asked.extend(q for q in questions if {q.observation.agent, q.observation.partner} == {ANNA, BERT})
        by_rule = await super().decide(questions)
        return [self._turn(q) if q.turn else made for q, made in zip(questions, by_rule, strict=True)]

    def _turn(self, question: Question) -> Decision:
        own, so_far = question.request.agent, len(question.observation.spoken)
        assert question.turn is not None
        goes_on = question.turn.goes_on("part" if so_far + 1 >= self.lines else "go_on")
        kept = Upshot("warm", (Line(own, Text(f"{own}记下{so_far}", f"{own} keeps {so_far}")),))
        said = (Line(own, Text(f"第{so_far}句", f"line {so_far}")),)
        return Decision("model", "", lines=said, about=Text("桥", "the bridge"), upshot=kept, goes_on=goes_on)


@dataclass
class Scene:
    """Anna has just gone up to Bert, and thinks of what to say; who `hears` them may be there, or leave."""

    mind: Talker = field(default_factory=lambda: Talker(CAST, 1))
    horizon: Horizon = field(default_factory=Lockstep)
    hears: bool = True

    def __post_init__(self) -> None:
        self.log = MemoryEventLog()
        self.population = Population(self.mind, CAST, MemoryVisitorWords(), is_heard=lambda agent: self.hears)
        self.simulator = simulator(begun(), self.log, self.horizon)

    @property
    def world(self) -> World:
        return self.simulator.world

    def run_to(self, until: int) -> None:
        asyncio.run(run_unpaced(self.simulator, self.population, until))

    def spoken(self) -> list[tuple[str, str]]:
        """What was said within the talk: by whom, and what."""
        return [(line.agent, line.text.en) for line in self.lines()]

    def lines(self) -> list[events.Spoke]:
        said = [item.event.fact for item in self.log.committed if isinstance(item.event.fact, events.Spoke)]
        return [line for line in said if line.conversation == TALK]

    def ends(self) -> list[tuple[int, int]]:
        """When the talk ended, and after how many lines: once, if it did."""
        return [
            (item.event.time, item.event.fact.lines)
            for item in self.log.committed
            if isinstance(item.event.fact, events.ConversationEnded) and item.event.fact.conversation == TALK
        ]

    def go_on(self, mind: ScriptedMind) -> None:
        """From now on time waits for the mind's answers, and somebody hears what is said."""
        population = Population(mind, CAST, MemoryVisitorWords(), is_heard=lambda agent: True)
        asyncio.run(run_unpaced(simulator(self.world, self.log, Lockstep()), population, ENOUGH))

    def kept(self, agent: str) -> list[str]:
        """What somebody remembers of its talk."""
        return [memory.text.en for memory in self.world.agents[agent].memories if memory.kind == "talk"]


def simulator(world: World, log: MemoryEventLog, horizon: Horizon) -> Simulator:
    return Simulator(world, RoleBehaviour(CAST), log, horizon, len(log.taken))


def begun() -> World:
    """A world of the small village in which Anna's request for a dialogue with Bert is open."""
    world = small_world()
    for action in (
        StartConversation(ANNA, BERT),
        situation(world, CAST, ANNA, START).think("dialogue", (ACCEPT,), BERT),
    ):
        outcome = resolve(action, world, START)
        assert not isinstance(outcome, ActionRejected)
        for fact in outcome:
            world.apply(Event(START, Phase.INPUT, world.agents[fact.agent].counter, fact))
    return world


# ---- while somebody hears it -----------------------------------------------------------------------------------------


def test_each_of_the_two_is_asked_as_itself_with_what_was_said_so_far() -> None:
    """In turns, from its own observation, one line at a time."""
    scene = Scene()
    scene.run_to(ENOUGH)
    asked = scene.mind.asked
    assert [(q.request.agent, q.observation.partner) for q in asked] == [(ANNA, BERT), (BERT, ANNA)] * 2
    assert [q.turn for q in asked] == [Turn.FIRST, Turn.NEXT, Turn.NEXT, Turn.NEXT]
    assert [[line.en for line in q.observation.spoken] for q in asked] == [
        [f"line {n}" for n in range(length)] for length in range(4)
    ]
    assert scene.spoken() == [(ANNA, "line 0"), (BERT, "line 1"), (ANNA, "line 2"), (BERT, "line 3")]


def test_a_line_is_thought_of_when_the_one_before_was_heard() -> None:
    """Nobody answers to what has not been said, and nothing is said while another line can be read."""
    scene = Scene()
    scene.run_to(ENOUGH)
    asked = [question.request.time for question in scene.mind.asked]
    assert asked == [START, *(line.until for line in scene.lines()[:-1])]
    assert all(earlier < later for earlier, later in pairwise(asked))


def test_both_keep_what_they_said_they_would_and_how_it_went() -> None:
    """Each its own latest sentence; both like each other better; both are free again, and nothing is left of it."""
    scene = Scene()
    scene.run_to(START + 10 * MINUTE)
    assert (scene.kept(ANNA), scene.kept(BERT)) == (["anna keeps 2"], ["bert keeps 3"])
    [(ended, _)] = scene.ends()
    for own_id, other in ((ANNA, BERT), (BERT, ANNA)):
        assert scene.world.agents[own_id].relationship(other) == Relationship(1, 2, ended)
        assert scene.world.agents[own_id].conversation is None
    assert scene.world.conversations == {}


@pytest.mark.parametrize(("wanted", "said"), [(1, 2), (2, 2), (5, 5), (99, MAXIMUM_TURNS)])
def test_a_talk_ends_when_somebody_parts_but_never_before_both_have_spoken(wanted: int, said: int) -> None:
    """And by itself after so many lines."""
    scene = Scene(Talker(CAST, 1, lines=wanted))
    scene.run_to(ENOUGH)
    assert [text for _, text in scene.spoken()] == [f"line {n}" for n in range(said)]
    assert [lines for _, lines in scene.ends()] == [said]


def test_a_talk_that_nobody_hears_is_one_answer() -> None:
    """As it is where there are no visitors at all."""
    scene = Scene(hears=False)
    scene.run_to(ENOUGH)
    assert [q.turn for q in scene.mind.asked] == [None]
    assert scene.kept(BERT)


def test_a_talk_that_nobody_hears_any_more_ends_with_the_next_line() -> None:
    """The visitor has gone away while it was going on."""
    scene = Scene(Talker(CAST, 1, lines=99))
    scene.run_to(START + 90)
    scene.hears = False
    scene.run_to(ENOUGH)
    assert [q.turn for q in scene.mind.asked][-1] is Turn.LAST
    assert len(scene.spoken()) == len(scene.mind.asked) < MAXIMUM_TURNS


# ---- what may go wrong -----------------------------------------------------------------------------------------------


def stuck_after(answers: int) -> Scene:
    """A talk whose mind has answered so often, and does not answer any more, while time goes on."""
    scene = Scene(Talker(CAST, 1, lines=99), Open())
    for _ in range(answers):
        while not (requests := [r for r in scene.simulator.open_requests() if r.purpose == "dialogue"]):
            scene.simulator.advance(scene.simulator.time + 1)
        [decided] = asyncio.run(scene.population.answer(requests))
        scene.simulator.submit(decided, scene.simulator.time, decided.request_id)
        scene.simulator.advance(scene.simulator.time)
    return scene


@pytest.mark.parametrize("answers", [1, 2, 3])
def test_a_talk_in_which_no_answer_comes_ends_with_what_was_said(answers: int) -> None:
    """After the patience of one; both remember it, are free, and wait for nothing."""
    scene = stuck_after(answers)
    scene.simulator.advance(scene.simulator.time + PATIENCE_SECONDS + 5 * MINUTE)
    assert len(scene.spoken()) == answers
    assert [lines for _, lines in scene.ends()] == [answers]
    for own_id in (ANNA, BERT):
        assert len(scene.kept(own_id)) == 1
        record = scene.world.agents[own_id]
        assert (record.conversation, record.state != "chatting") == (None, True)
        assert record.request is None or record.request.purpose != "dialogue"


def test_an_answer_that_comes_after_the_talk_is_dropped() -> None:
    """The guest was asked, and the host had no more patience."""
    scene = stuck_after(1)
    scene.simulator.advance(scene.simulator.time + 5 * MINUTE)
    [request] = [r for r in scene.simulator.open_requests() if r.purpose == "dialogue"]
    assert request.agent == BERT
    [late] = asyncio.run(scene.population.answer([request]))
    scene.simulator.advance(scene.simulator.time + PATIENCE_SECONDS)
    scene.simulator.submit(late, scene.simulator.time, late.request_id)
    scene.simulator.advance(scene.simulator.time + 5 * MINUTE)
    assert len(scene.spoken()) == 1


def test_an_answer_does_not_cut_the_line_short_that_is_being_said() -> None:
    """The guest's patience, which would have ended later, wakes nobody once it has answered."""
    scene = stuck_after(2)
    assert scene.world.agents[BERT].wake is None


def test_a_visitor_is_refused_while_the_guest_thinks_and_the_talk_goes_on() -> None:
    """Who talks can't be talked to; the visitor changes nothing else."""
    scene = stuck_after(1)
    scene.simulator.advance(scene.simulator.time + 5 * MINUTE)
    scene.simulator.submit(VisitorOpened(BERT, "v-1", "c-1"), scene.simulator.time)
    scene.simulator.advance(scene.simulator.time)
    refused = [item.event.fact for item in scene.log.committed if isinstance(item.event.fact, events.VisitorRefused)]
    assert [fact.agent for fact in refused] == [BERT]
    scene.go_on(Talker(CAST, 1, lines=99))
    assert len(scene.spoken()) == MAXIMUM_TURNS


def test_rules_that_must_go_on_with_a_talk_bring_it_to_its_end() -> None:
    """A model began it and is gone: whose turn it is answers to what was said, and they part."""
    scene = stuck_after(1)
    scene.go_on(ScriptedMind(CAST, 1))
    first, *rest = scene.spoken()
    assert first == (ANNA, "line 0")
    assert [who for who, _ in rest[:2]] == [BERT, BERT]
    assert "farewell" in rest[1][1] or rest[1][1] in {words.en for words in FOR_THE_HOUR}
    assert scene.kept(ANNA) == ["anna keeps 0"]
    assert scene.kept(BERT)[0] == "talked with Anna about the bridge"


# ---- and is the same again -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def whole() -> Scene:
    """A talk of five lines, and what came after it."""
    scene = Scene(Talker(CAST, 1, lines=5))
    scene.run_to(ENOUGH)
    return scene


def test_a_talk_in_turns_is_run_again_without_a_mind_to_the_same_digest(whole: Scene) -> None:
    """From its recorded answers alone: who heard it does not matter any more."""
    log = MemoryEventLog()
    again = simulator(begun(), log, Lockstep())
    again.restore(whole.log.taken)
    again.advance(ENOUGH)
    assert log.digest() == whole.log.digest()


def test_every_line_is_explained_by_the_turn_that_it_came_of(whole: Scene) -> None:
    """The guest's by the guest's own answer."""
    lines = [item for item in whole.log.committed if item.event.fact in whole.lines()]
    made = [explained.made for item in lines if (explained := why(whole.log, MemoryAttempts(), item.seq))]
    assert [item.event.fact.agent for item in made if item] == [ANNA, BERT, ANNA, BERT, ANNA]


def test_a_village_that_is_killed_in_the_middle_of_a_talk_goes_on_with_it(whole: Scene) -> None:
    """Whatever was committed last: the line, the question, or the answer. The open turn is asked for again."""
    moments = [item.seq for item in whole.log.committed if item.event.time < START + 12 * MINUTE]
    assert len(moments) > 20
    for cut in moments:
        if whole.log.committed[cut - 1].event.time == whole.log.committed[cut].event.time:
            continue  # an instant is one commit
        world, log = begun(), MemoryEventLog()
        log.append([item.event for item in whole.log.committed[:cut]], ())
        for item in log.committed:
            world.apply(item.event)
        resumed = simulator(world, log, Lockstep())
        population = Population(Talker(CAST, 1, lines=5), CAST, MemoryVisitorWords(), is_heard=lambda agent: True)
        asyncio.run(run_unpaced(resumed, population, ENOUGH))
        assert log.digest() == whole.log.digest()


def test_what_is_offered_in_a_turn_is_what_the_talk_is_about() -> None:
    """The guest is told of no news of its own, for only the host's are told on; nor is a subject chosen twice."""
    scene = stuck_after(1)
    scene.simulator.advance(scene.simulator.time + 5 * MINUTE)
    [request] = [r for r in scene.simulator.open_requests() if r.purpose == "dialogue"]
    question = scene.population.question(request)
    assert (question.subjects, observation_of(request).news) == ((), ())
    assert [line.en for line in question.observation.spoken] == ["line 0"]
