"""The state machine that every character runs: Idle, Working, Chatting, Sleeping.

The transition table is data; one shared machine of the `transitions` library answers for all, on a scratch model: set
its state, trigger, read the result. Callbacks never change anything, so the answer depends on the arguments alone.
Walking is no state: one walks to work Working, and strolls Idle.
"""

from dataclasses import dataclass
from functools import lru_cache

from transitions import Machine, MachineError
from transitions.extensions import GraphMachine

from agents.cast import Character

STATES = ("idle", "working", "chatting", "sleeping")


@dataclass(frozen=True, slots=True)
class Transition:
    """`trigger` takes the machine from `source` to `dest`."""

    trigger: str
    source: str
    dest: str


TRANSITIONS = (
    Transition("receive_task", "idle", "working"),
    Transition("finish_task", "working", "idle"),
    Transition("begin_talk", "idle", "chatting"),
    Transition("end_talk", "chatting", "idle"),
    Transition("be_interrupted", "working", "chatting"),
    Transition("fall_asleep", "idle", "sleeping"),
    Transition("wake_up", "sleeping", "idle"),
)
TRIGGERS = tuple(transition.trigger for transition in TRANSITIONS)


class _Scratch:
    """The model that the machine is asked through; it remembers nothing between questions."""

    state: str

    def trigger(self, name: str) -> bool:
        """Replaced by the machine."""
        raise AttributeError(name)


def _table() -> list[dict[str, str]]:
    return [{"trigger": t.trigger, "source": t.source, "dest": t.dest} for t in TRANSITIONS]


_scratch = _Scratch()
_machine = Machine(
    model=_scratch,
    states=list(STATES),
    transitions=_table(),
    initial="idle",
    auto_transitions=False,  # else any state could reach any other
    model_override=True,
)


@lru_cache(maxsize=len(STATES) * len(TRIGGERS))
def next_state(state: str, trigger: str) -> str | None:
    """Where `trigger` leads from `state`; None where the machine forbids it."""
    _machine.set_state(state, _scratch)
    try:
        _scratch.trigger(trigger)
    except (MachineError, AttributeError):
        return None
    return _scratch.state


def mermaid(character: Character) -> str:
    """The machine as a Mermaid state diagram, made by the library from the machine itself, with the role's tasks."""
    machine = GraphMachine(
        states=list(STATES),
        transitions=_table(),
        initial="idle",
        auto_transitions=False,
        show_auto_transitions=False,
        graph_engine="mermaid",
        title=f"{character.role.zh} {character.role.en}",
    )
    diagram = str(machine.get_combined_graph().draw(None)).rstrip()
    notes: dict[str, list[str]] = {"working": [], "idle": []}
    for activity in character.activities:
        notes["working" if activity.working else "idle"].append(f"{activity.name.zh} {activity.name.en}")
    lines = [f"  note right of {state}: {' · '.join(names)}" for state, names in notes.items() if names]
    return "\n".join([diagram, *lines])
