"""Talks: a talk stands in the frames of both who hold it, with a step between them now and then; here it is one."""

from collections.abc import Mapping
from dataclasses import dataclass

from scenarios.generative_agents.tracks import Chat, Lines, Track

MAXIMUM_STEPS_APART = 6
"""How much later than the one the other may be seen to talk, or to have stopped."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said from one step on and before another, between two personas by name; `guest` is None for no other."""

    start: int
    end: int
    host: str
    guest: str | None
    lines: Lines
    """Only those that a persona spoke."""


@dataclass
class _Open:
    start: int
    end: int
    holders: list[str]
    lines: Lines


def pair_up(tracks: Mapping[str, Track], last_step: int) -> list[Talk]:
    """All talks in order of their beginnings. While one is in a talk, it is in no other."""
    spans = sorted(
        ((chat.start, name, chat) for name, track in tracks.items() for chat in track.chats), key=lambda span: span[:2]
    )
    found: list[_Open] = []
    for _, name, chat in spans:
        same = next((talk for talk in reversed(found) if _is_same(talk, name, chat)), None)
        end = last_step if chat.end is None else chat.end
        if same:
            same.start, same.end = max(same.start, chat.start), max(chat.start, min(same.end, end))
            same.holders.append(name)
        else:
            found.append(_Open(chat.start, end, [name], chat.lines))
    return _apart(sorted((_talk(talk, tracks) for talk in found), key=lambda talk: (talk.start, talk.host)))


def _is_same(talk: _Open, name: str, chat: Chat) -> bool:
    near = chat.start <= talk.end + MAXIMUM_STEPS_APART
    return near and name not in talk.holders and len(talk.holders) < 2 and talk.lines == chat.lines


def _talk(talk: _Open, tracks: Mapping[str, Track]) -> Talk:
    lines = tuple((speaker, text) for speaker, text in talk.lines if speaker in tracks)
    known = dict.fromkeys([*(speaker for speaker, _ in lines), *talk.holders])
    host, *others = sorted(known, key=lambda name: (name not in talk.holders, list(known).index(name)))
    return Talk(talk.start, max(talk.end, talk.start + 1), host, others[0] if others else None, lines)


def _apart(talks: list[Talk]) -> list[Talk]:
    """A talk whose guest or host is in another already has no guest: its lines are said all the same."""
    busy: dict[str, int] = {}
    kept = []
    for talk in talks:
        pair = [name for name in (talk.host, talk.guest) if name is not None]
        if any(busy.get(name, -1) > talk.start for name in pair):
            talk = Talk(talk.start, talk.end, talk.host, None, talk.lines)  # noqa: PLW2901 (the same, apart)
        elif talk.guest is not None:
            busy.update(dict.fromkeys(pair, talk.end))
        kept.append(talk)
    return kept
