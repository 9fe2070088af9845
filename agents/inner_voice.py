"""The inner voice: what a character does that a visitor has whispered something to. It thinks again what to do next.

Its mind is told what the voice said, and may do one of the character's own things, or nothing. Only choices come of it,
no words: so that what was whispered is told to nobody, and stands nowhere but among the visitor's own words.
"""

from collections.abc import Sequence

from agents.cast import Words
from agents.free_time import is_daytime
from agents.observation import DO, MOVE, STAY
from agents.situation import Situation
from sim.actions import Action, FinishTask, HearWhisper, Speak, StartTask, Think, Wait, WalkTo
from sim.clock import MINUTE
from sim.inputs import VisitorWhispered
from sim.records import Task

MUSE_SECONDS = 5 * MINUTE
"""How long somebody thinks about an inner voice, before it goes on as it was."""
WHISPERED = "whisper"
"""Where a task comes from that an inner voice suggested."""
MUSINGS: tuple[Words, ...] = (
    Words(zh="咦，怎么忽然想起这个来……", en="Now what made me think of that…"),
    Words(zh="嗯……也不是不行。", en="Hm… Why not, in fact."),
    Words(zh="心里头像有个声音似的。", en="As if there were a voice inside me."),
    Words(zh="让我琢磨琢磨……", en="Let me turn that over in my mind…"),
)


def hear(here: Situation, payload: VisitorWhispered) -> Sequence[Action]:
    """Take it in; it is thought about as soon as there is nothing more pressing."""
    return [HearWhisper(here.id, payload.visitor, payload.words_id, payload.words_hash)]


def muse(here: Situation) -> Sequence[Action]:
    """Stop and think about what the inner voice said; nothing while there is something more pressing."""
    record = here.record
    if record.whisper is None or not record.plan or here.time >= record.plan[-1].end or record.commands:
        return []
    options = (STAY, *((MOVE,) if record.task else ()), *_own(here))
    seen = here.observe("next", options)
    words = here.choose(MUSINGS, "musing")
    return [Speak(here.id, words.text, "rule"), Think(here.id, "next", seen.to_json(), here.time + MUSE_SECONDS)]


def follow(here: Situation, activity_id: str) -> Sequence[Action]:
    """Do what the inner voice suggested, as one's own idea, for as long as one would at a visitor's wish."""
    if here.record.state not in ("idle", "working") or not here.record.plan:
        return []
    activity = here.activity(activity_id)
    place = here.place_of(activity.places[0])
    until = min(here.time + here.character.command.minutes * MINUTE, here.record.plan[-1].end)
    finish = [FinishTask(here.id)] if here.record.task else []
    start = StartTask(here.id, Task(activity.id, place, until, activity.working, WHISPERED))
    if here.record.place == place:
        return [*finish, start, Wait(here.id, here.time + MINUTE)]
    return [*finish, start, WalkTo(here.id, place, here.character.seconds_per_tile)]


def _own(here: Situation) -> tuple[str, ...]:
    """By day, and with nothing left unfinished, the character's own activities but for what it is at."""
    if not is_daytime(here.time) or here.record.unfinished:
        return ()
    at = here.record.task.activity if here.record.task else None
    return tuple(f"{DO}{activity.id}" for activity in here.character.activities if activity.id != at)
