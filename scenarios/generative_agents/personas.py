"""Personas as our cast. Where the source does not know something, that is said: nobody lives on, nothing is made up."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from agents.cast import MAXIMUM_CHARACTERS, MAXIMUM_LINE_LENGTH, Activity, Cast, Character, Subject, Words
from scenarios.generative_agents.formats import Scratch, unique_ids
from scenarios.generative_agents.tracks import Action, Track, Tracks
from sim.clock import HOUR, MINUTE, SimTime

NOT_LIVED = Words(zh="（这段历史是导入的，不会再往下活。）", en="(This history was imported; it does not live on.)")
NOT_KNOWN = Words(zh="未记录", en="not recorded")
RESIDENT = Words(zh="居民", en="resident")
YOUNGEST, OLDEST = 3, 110
_ROLE = re.compile(r"\bis an? ([^.,;]{3,60}?)(?= who | that | and |[.,;]|$)")
_PRONOUN = re.compile(r"\b(she|her|he|his|him)\b")


def words(text: str, otherwise: Words = NOT_KNOWN) -> Words:
    """The same text in both languages, as long as a line may be; `otherwise` for none."""
    text = " ".join(text.split())
    if len(text) > MAXIMUM_LINE_LENGTH:
        text = text[: MAXIMUM_LINE_LENGTH - 1] + "…"
    return Words(zh=text, en=text) if text else otherwise


def activity_id(action: Action) -> str:
    """How an action is called in the cast: by what it is, so that two simulations can be compared."""
    return f"act_{sha256(f'{action.emoji} {action.act}'.encode()).hexdigest()[:16]}"


def agent_ids(names: Iterable[str]) -> dict[str, str]:
    """The personas' ids by name."""
    return unique_ids(names, "persona")


def cast_of(tracks: Tracks, scratches: Mapping[str, Scratch], homes: Mapping[str, str], seconds_per_step: int) -> Cast:
    """The cast of a simulation; `homes` are places by persona's name."""
    ids = agent_ids(tracks.by_name)
    characters = [
        _character(ids[name], scratches[name], homes[name], track, tracks, seconds_per_step)
        for name, track in list(tracks.by_name.items())[:MAXIMUM_CHARACTERS]
    ]
    common = {activity_id(action): _activity(action) for action in tracks.actions}
    return Cast(common=tuple(common.values()), characters=tuple(characters))


def _activity(action: Action) -> Activity:
    text = words(f"{action.emoji} {action.act}", NOT_KNOWN)
    return Activity(id=activity_id(action), name=text, looks=text, places=("home",), working=False)


def _character(
    identity: str, scratch: Scratch, home: str, track: Track, tracks: Tracks, seconds_per_step: int
) -> Character:
    role, sex = _ROLE.search(scratch.learned), _sex(scratch)
    own = _most_done(track, tracks)
    wakes = _wakes(track, tracks, seconds_per_step)
    whole = {
        "id": identity,
        "role": words(role[1], RESIDENT) if role else RESIDENT,
        "name": words(scratch.name),
        "age": max(YOUNGEST, min(scratch.age, OLDEST)),
        "sex": sex,
        "clothing": NOT_KNOWN,
        "temperament": words(scratch.innate),
        "background": words(scratch.learned),
        "voice": {"voice": "en-US-JennyNeural" if sex == "female" else "en-US-GuyNeural"},
        "home": home,
        "seconds_per_tile": max(4, min(seconds_per_step, 30)),
        "command": {"words": NOT_LIVED, "activity": own[0].id},
        "activities": own,
        "day": {"wake": wakes, "sleep": "23:59", "plan": [{"at": wakes, "activity": own[0].id}] * 4},
        "speech": _speech(),
    }
    return Character.model_validate(whole)


def _most_done(track: Track, tracks: Tracks) -> list[Activity]:
    """The two things that it spent most of its waking time at; what is missing is nothing in particular."""
    spent: Counter[str] = Counter()
    known = {activity_id(action): action for action in tracks.actions}
    ends = [step for step, _ in track.actions[1:]] + [tracks.last]
    for (begun, number), end in zip(track.actions, ends, strict=True):
        if not tracks.actions[number].is_sleep:
            spent[activity_id(tracks.actions[number])] += end - begun
    found = [known[identity] for identity, _ in spent.most_common(2)]
    nothing = [action for action in (Action("", "…"), Action("", "……")) if activity_id(action) not in spent]
    return [_activity(action) for action in [*found, *nothing][:2]]


def _wakes(track: Track, tracks: Tracks, seconds_per_step: int) -> str:
    """When it gets up on the first day, as HH:MM; midnight for one who is up as the history begins."""
    rises = next((step for step, number in track.actions if not tracks.actions[number].is_sleep), tracks.first)
    time: SimTime = rises * seconds_per_step % (24 * HOUR)
    return f"{time // HOUR:02d}:{time % HOUR // MINUTE:02d}" if rises > tracks.first else "00:00"


def _sex(scratch: Scratch) -> str:
    """By the pronouns of the texts about the persona: the source says it nowhere else."""
    text = f"{scratch.learned} {scratch.currently} {scratch.lifestyle}".casefold()
    count = Counter(pronoun in ("she", "her") for pronoun in _PRONOUN.findall(text))
    return "male" if count[False] > count[True] else "female"


def _speech() -> dict[str, Any]:
    said = NOT_LIVED.model_dump()
    topics = [{"subject": subject, "opener": said, "detail": said} for subject in list(Subject)[:4]]
    to_visitor = ("hello", "who_are_you", "accept", "refuse", "thanks", "goodbye", "puzzled")
    return {
        "greetings": [said] * 3,
        "farewells": [said] * 3,
        "topics": topics,
        "views": {subject.value: [said] for subject in Subject},
        "to_visitor": dict.fromkeys(to_visitor, [said] * 4),
    }
