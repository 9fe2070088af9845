"""News: how something worth telling arises, who is told of it, and what is kept of that. All by rule.

News arise where a character finishes a piece of work, now and then, and whenever it has done what a visitor asked for.
Who heard of it tells it on while it is fresh, but not to whoever it has it from, whom it is about, or who was told.
"""

from collections.abc import Sequence
from dataclasses import replace

from agents.cast import Cast, Words
from agents.memory import talk_memory
from agents.situation import Situation
from agents.tidings import known
from sim.actions import Action, Remember, TellNews
from sim.chance import choose
from sim.clock import DAY, SimTime
from sim.records import AgentRecord, Conversation, Memory, News, Task
from sim.text import Text

NEWS_PERCENT = 45
"""How often a finished piece of work is worth telling."""
AGAIN_SECONDS = 7 * DAY
"""How long until a character's same piece of news can arise again."""
WORK, COMMAND, LEAST = 5, 6, 2
"""How important news are that arose from work or a visitor's wish; one less from mouth to mouth, to the least."""


def arising(here: Situation, task: Task) -> Sequence[Action]:
    """The news that a task leaves which has just been done to its end; most leave none."""
    if not task.working or here.time < task.until:
        return []
    if task.origin == "command":
        return [_asked_for(here, task)]
    text = _own_news(here) if here.percent("news") < NEWS_PERCENT else None
    return [_remember(here, text, text, WORK)] if text else []


def _remember(here: Situation, own: Text, text: Text, importance: int) -> Remember:
    """What happened as oneself says it, and as others will."""
    news = News(f"{here.id}-{here.record.counter}", here.id, here.record.place or here.character.home, text)
    return Remember(here.id, Memory(here.time, "news", here.id, own, importance, news))


def _asked_for(here: Situation, task: Task) -> Remember:
    """What was done for a visitor, in the village's own words: the visitor's are nowhere."""
    name, looks = here.character.name, here.activity(task.activity).looks

    def deed(who: Words) -> Text:
        return Text(
            f"{who.zh}应一位客人的请，{looks.zh}忙了一阵",
            f"{who.en} spent a while {looks.en}, because a visitor asked",
        )

    return _remember(here, deed(Words(zh="我", en="I")), deed(name), COMMAND)


def _own_news(here: Situation) -> Text | None:
    """One of the character's own pieces of news that has not arisen lately."""
    lately = {m.text.zh for m in here.record.memories if m.kind == "news" and here.time - m.time < AGAIN_SECONDS}
    left = [words for words in here.character.news if words.zh not in lately]
    if not left:
        return None
    return choose(left, here.seed, here.id, "which news", here.record.counter).text


def told(cast: Cast, talk: Conversation, host: AgentRecord, guest: AgentRecord, time: SimTime) -> Sequence[Action]:
    """What both keep of a talk in which the host told news: the host that it told it, the guest what it heard."""
    heard = known(host, talk.news)
    if heard is None or heard.news is None:
        return []
    teller, name = cast.by_id[host.id].name, cast.by_id[guest.id].name
    text = heard.news.text
    hosts, guests = talk_memory(cast, host, guest.id, talk, time), talk_memory(cast, guest, host.id, talk, time)
    telling = Text(f"跟{name.zh}说了件新鲜事：{text.zh}", f"told {name.en} the news: {text.en}")
    hearing = Text(f"听{teller.zh}说：{text.zh}", f"heard from {teller.en}: {text.en}")
    own_words = talk.upshot.kept_by
    kept = Remember(host.id, replace(hosts, text=own_words(host.id) or telling, news=heard.news))
    if known(guest, talk.news):
        return [kept, Remember(guest.id, replace(guests, text=own_words(guest.id) or hearing, news=heard.news))]
    importance = max(LEAST, heard.importance - 1)
    learnt = Memory(time, "news", host.id, hearing, importance, heard.news)
    more = [Remember(guest.id, guests)] if own_words(guest.id) else []
    return [kept, TellNews(host.id, guest.id, heard.news), Remember(guest.id, learnt), *more]
