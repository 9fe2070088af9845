"""Whatever somebody in the small village may ask for, sensible or not: for properties that hold for every run."""

from hypothesis import strategies as st

from sim import actions
from sim.clock import MINUTE
from sim.records import Line, Memory, News, Task
from sim.text import Text
from sim.world import World
from tests.small_village import ANNA, BERT, CARA, START, trade_task

AGENTS = st.sampled_from([ANNA, BERT, CARA])
PLACES = st.sampled_from(["square", "shop", "home", "nowhere"])
TIMES = st.integers(START, START + 60 * MINUTE)
TEXTS = st.builds(Text, st.text(max_size=30), st.text(max_size=30))
TASKS = st.builds(Task, st.sampled_from(["trade", "chat"]), PLACES, TIMES, st.booleans(), st.just("plan"))
LINES = st.lists(st.builds(Line, AGENTS, TEXTS), max_size=13).map(tuple)
NEWS = st.builds(News, st.just("anna-1"), AGENTS, PLACES, TEXTS)
MEMORIES = st.builds(
    Memory, TIMES, st.sampled_from(["talk", "news"]), AGENTS, TEXTS, st.integers(0, 11), st.none() | NEWS
)
VISITORS, CHATS = st.sampled_from(["v1", "v2"]), st.sampled_from(["c1", "c2"])
SPEEDS = st.integers(1, 20)

ACTIONS: st.SearchStrategy[actions.Action] = st.one_of(
    st.builds(actions.MakePlan, AGENTS, st.just(())),
    st.builds(actions.StartTask, AGENTS, TASKS, st.booleans()),
    st.builds(actions.FinishTask, AGENTS),
    st.builds(actions.WalkTo, AGENTS, PLACES, SPEEDS, st.sampled_from([None, "sleep"])),
    st.builds(actions.WalkUpTo, AGENTS, AGENTS, SPEEDS),
    st.builds(actions.Wait, AGENTS, TIMES),
    st.builds(actions.Sleep, AGENTS, TIMES),
    st.builds(actions.WakeUp, AGENTS),
    st.builds(actions.Speak, AGENTS, TEXTS, st.just("rule"), st.none() | AGENTS),
    st.builds(actions.Think, AGENTS, st.just("next"), st.just("{}"), TIMES),
    st.builds(actions.StartConversation, AGENTS, AGENTS),
    st.builds(actions.ComposeConversation, AGENTS, LINES, st.just("rule")),
    st.builds(actions.SpeakNextLine, AGENTS),
    st.builds(actions.EndConversation, AGENTS),
    st.builds(actions.Remember, AGENTS, MEMORIES),
    st.builds(actions.TellNews, AGENTS, AGENTS, NEWS),
    st.builds(actions.AcceptVisitor, AGENTS, VISITORS, CHATS),
    st.builds(actions.RefuseVisitor, AGENTS, VISITORS, CHATS, st.just("busy")),
    st.builds(actions.HearVisitor, AGENTS, VISITORS, CHATS, st.just("w1"), st.just("hash")),
    st.builds(actions.ReplyToVisitor, AGENTS, st.just("w2"), st.just("hash"), st.just("rule")),
    st.builds(actions.AnswerCommand, AGENTS, st.booleans(), st.just("why"), st.just(trade_task())),
    st.builds(actions.EndVisitorTalk, AGENTS, st.just("left")),
    st.builds(actions.HearWhisper, AGENTS, VISITORS, st.just("w3"), st.just("hash")),
)


def due_arrivals(world: World, time: int) -> list[tuple[int, str]]:
    """The walks that are over by a time: when, and whose, in order."""
    walks = [(record.walk.arrival, record.id) for record in world.agents.values() if record.walk]
    return sorted(walk for walk in walks if walk[0] <= time)
