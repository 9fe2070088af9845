"""Actions: what an agent asks for, in the imperative. The rules turn them into events, or refuse them."""

from dataclasses import dataclass

from sim.clock import SimTime
from sim.records import PLAIN, Line, Memory, News, PlanItem, Task, Upshot
from sim.text import Text


@dataclass(frozen=True, slots=True)
class MakePlan:
    """Settle the day."""

    agent: str
    plan: tuple[PlanItem, ...]


@dataclass(frozen=True, slots=True)
class StartTask:
    """Take up a task; working ones need the state machine's `receive_task`."""

    agent: str
    task: Task
    resumed: bool = False


@dataclass(frozen=True, slots=True)
class FinishTask:
    """End the present task."""

    agent: str


@dataclass(frozen=True, slots=True)
class WalkTo:
    """Go to a seat of a place; `use` narrows the choice (`sleep`)."""

    agent: str
    place: str
    seconds_per_tile: int
    use: str | None = None


@dataclass(frozen=True, slots=True)
class WalkUpTo:
    """Go up to somebody in sight, to talk."""

    agent: str
    other: str
    seconds_per_tile: int


@dataclass(frozen=True, slots=True)
class Wait:
    """Do nothing until a time."""

    agent: str
    until: SimTime


@dataclass(frozen=True, slots=True)
class Sleep:
    """Fall asleep until a time."""

    agent: str
    until: SimTime


@dataclass(frozen=True, slots=True)
class WakeUp:
    """Get up."""

    agent: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Say a line, to someone or to nobody in particular."""

    agent: str
    text: Text
    source: str
    to: str | None = None


@dataclass(frozen=True, slots=True)
class Think:
    """Ask the mind; go on as before until `until` if no answer comes."""

    agent: str
    purpose: str
    observation: str
    until: SimTime


@dataclass(frozen=True, slots=True)
class StartConversation:
    """Go up to someone near and talk; both must be Idle."""

    agent: str
    guest: str


@dataclass(frozen=True, slots=True)
class ComposeConversation:
    """Fix what will be said, or, in a talk that goes on, what will be said next."""

    agent: str
    lines: tuple[Line, ...]
    source: str
    about: Text | None = None
    news: str = ""
    upshot: Upshot = PLAIN
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class SpeakNextLine:
    """Say the conversation's next line, whoever's it is."""

    agent: str


@dataclass(frozen=True, slots=True)
class EndConversation:
    """Part."""

    agent: str


@dataclass(frozen=True, slots=True)
class Remember:
    """Commit something to memory."""

    agent: str
    memory: Memory


@dataclass(frozen=True, slots=True)
class TellNews:
    """Let the partner of the talk under way learn a piece of news."""

    agent: str
    to: str
    news: News


@dataclass(frozen=True, slots=True)
class AcceptVisitor:
    """Begin a talk with a visitor, in `language`."""

    agent: str
    visitor: str
    chat: str
    language: str


@dataclass(frozen=True, slots=True)
class RefuseVisitor:
    """Tell a visitor that it can't be now."""

    agent: str
    visitor: str
    chat: str
    reason: str


@dataclass(frozen=True, slots=True)
class HearVisitor:
    """Take in what a visitor said."""

    agent: str
    visitor: str
    chat: str
    words_id: str
    words_hash: str


@dataclass(frozen=True, slots=True)
class ReplyToVisitor:
    """Answer a visitor."""

    agent: str
    words_id: str
    words_hash: str
    source: str


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """Accept (with the task that follows) or refuse what a visitor asked for."""

    agent: str
    accepted: bool
    reason: str
    task: Task | None


@dataclass(frozen=True, slots=True)
class EndVisitorTalk:
    """End the talk with a visitor."""

    agent: str
    reason: str


@dataclass(frozen=True, slots=True)
class HearWhisper:
    """Take in what a visitor whispered."""

    agent: str
    visitor: str
    words_id: str
    words_hash: str


Action = (
    MakePlan
    | StartTask
    | FinishTask
    | WalkTo
    | WalkUpTo
    | Wait
    | Sleep
    | WakeUp
    | Speak
    | Think
    | StartConversation
    | ComposeConversation
    | SpeakNextLine
    | EndConversation
    | Remember
    | TellNews
    | AcceptVisitor
    | RefuseVisitor
    | HearVisitor
    | ReplyToVisitor
    | AnswerCommand
    | EndVisitorTalk
    | HearWhisper
)
