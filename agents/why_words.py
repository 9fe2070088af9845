"""Why, in words for people: what made a character think, and by what rule something happened that nobody thought of."""

from collections.abc import Callable
from dataclasses import dataclass

from agents.cast import Cast
from agents.inner_voice import WHISPERED
from agents.observation import Observation
from agents.perception import ATTENDING
from agents.why import Why
from agents.why_phrases import MEMORIES, RULES, SCHEDULED, SOURCES, STATE_CHANGES, STATES, TRIGGERS, VISITORS
from sim import events
from sim.happenings import VILLAGE
from sim.text import Text
from sim.town_map import TownMap


@dataclass(frozen=True)
class WhyWords:
    """Says what led to an event, with the names of a cast and a map."""

    cast: Cast
    town_map: TownMap

    def cause(self, why: Why) -> Text:
        """Who decided; or, where nothing had to be decided, which rule it was."""
        if why.made is not None or why.is_recorded:
            return SOURCES["recorded" if why.is_recorded else why.mind]
        fact = why.item.event.fact
        if isinstance(fact, events.DecisionRequested):
            return Text("按规则：到了要想一想的时候。", "By the rules: there was something to decide.")
        if why.by_visitor:
            reason = VISITORS.get(_visitors_deed(fact), VISITORS["visitor_talk_started"])
        else:
            reason = self._rule(why)
        return Text(f"按规则：{reason.zh}。", f"By the rules: {reason.en}.")

    def trigger(self, why: Why) -> Text | None:
        """What made the character think; None where it did not."""
        seen = why.observation
        if seen and seen.happening:
            return Text(f"发现{seen.happening.zh}", f"Noticed that {seen.happening.en}")
        if seen and seen.voice:
            return Text("心里忽然冒出个念头", "A thought came all of a sudden")
        return _named(TRIGGERS[seen.purpose], self._other(seen)) if seen else None

    def action(self, why: Why) -> Text:
        """What happened, in a few words."""
        return self.deed(why.item.event.fact)

    def deed(self, fact: events.Fact) -> Text:
        """What somebody did or met with, in a few words."""
        say = _ACTIONS.get(fact.kind)
        return say(self, fact) if say else Text(fact.kind.replace("_", " "), fact.kind.replace("_", " "))

    def person(self, own_id: str) -> Text:
        """A character's name; a visitor has none here."""
        character = self.cast.by_id.get(own_id)
        if own_id == VILLAGE:
            return Text("村里", "the village")
        return character.name.text if character else Text("客人", "a visitor")

    def place(self, place_id: str | None) -> Text:
        """A place's name, or that it is none."""
        place = self.town_map.places.get(place_id or "")
        return place.name if place else Text("路上", "on the way")

    def activity(self, agent: str, activity_id: str) -> Text:
        """What an activity is called."""
        return self.cast.activity(agent, activity_id).name.text

    def _other(self, seen: Observation) -> Text:
        return self.person(seen.partner or "")

    def _rule(self, why: Why) -> Text:
        fact = why.item.event.fact
        match fact:
            case events.StateChanged():
                return STATE_CHANGES.get(fact.trigger, Text("状态变了", "the state changed"))
            case events.Remembered():
                return MEMORIES[fact.memory.kind]
            case events.Happened():
                return SCHEDULED if fact.scheduled else RULES["happened"]
            case events.TaskStarted():
                return self._beginning(fact)
            case events.WalkStarted() | events.Arrived() | events.Spoke() | events.Waited() if why.task:
                doing = self._beginning(why.task)
                return Text(f"这会儿在做「{self._doing(why.task).zh}」：{doing.zh}", f"{doing.en}: this is part of it")
        return RULES.get(fact.kind, Text("这时候该这样", "it was the moment for it"))

    def _doing(self, started: events.TaskStarted) -> Text:
        return self.activity(started.agent, started.task.activity)

    def _beginning(self, started: events.TaskStarted) -> Text:
        """Why somebody took up a task."""
        doing = self._doing(started)
        if started.resumed:
            return Text(f"接着做先前被打断的「{doing.zh}」", f"“{doing.en}” had been interrupted, and went on")
        if started.task.origin == "command":
            return Text(f"受客人之托去做「{doing.zh}」", f"a visitor had asked for “{doing.en}”")
        if started.task.origin == WHISPERED:
            return Text(f"心里忽然冒出个念头，去「{doing.zh}」", f"“{doing.en}” came to mind all of a sudden")
        if started.task.origin.startswith(ATTENDING):
            return Text(f"村里有事，去「{doing.zh}」", f"something happened that led to “{doing.en}”")
        return Text(f"当天的安排到了「{doing.zh}」", f"“{doing.en}” was next in the plan for the day")


def _visitors_deed(fact: events.Fact) -> str:
    """What of a visitor's deeds a fact comes with: a talk's end, or else what its own kind says."""
    ends = isinstance(fact, events.StateChanged) and fact.trigger == "end_talk"
    return "visitor_talk_ended" if ends or isinstance(fact, events.Remembered) else fact.kind


def _named(text: Text, other: Text) -> Text:
    return Text(text.zh.replace("{other}", other.zh), text.en.replace("{other}", other.en))


def _spoke(words: WhyWords, fact: events.Fact) -> Text:
    assert isinstance(fact, events.Spoke)
    return Text(f"说：“{fact.text.zh}”", f"said: “{fact.text.en}”")


def _walk(words: WhyWords, fact: events.Fact) -> Text:
    assert isinstance(fact, events.WalkStarted)
    if fact.towards:
        return _named(Text("朝{other}走过去", "walked up to {other}"), words.person(fact.towards))
    return _named(Text("动身去{other}", "set out for {other}"), words.place(fact.place))


def _arrived(words: WhyWords, fact: events.Fact) -> Text:
    assert isinstance(fact, events.Arrived)
    return _named(Text("走到了{other}", "arrived: {other}"), words.place(fact.place))


def _task(zh: str, en: str) -> Callable[[WhyWords, events.Fact], Text]:
    def say(words: WhyWords, fact: events.Fact) -> Text:
        assert isinstance(fact, events.TaskStarted | events.TaskFinished | events.TaskInterrupted)
        return _named(Text(zh, en), words.activity(fact.agent, fact.task.activity))

    return say


def _state(words: WhyWords, fact: events.Fact) -> Text:
    assert isinstance(fact, events.StateChanged)
    return STATES[fact.after]


def _happening(zh: str, en: str) -> Callable[[WhyWords, events.Fact], Text]:
    def say(words: WhyWords, fact: events.Fact) -> Text:
        assert isinstance(fact, events.Happened | events.HappeningEnded)
        return _named(Text(zh, en), fact.happening.text)

    return say


def _plain(zh: str, en: str) -> Callable[[WhyWords, events.Fact], Text]:
    return lambda words, fact: Text(zh, en)


def _remembered(words: WhyWords, fact: events.Fact) -> Text:
    assert isinstance(fact, events.Remembered)
    return Text(f"记住了：{fact.memory.text.zh}", f"remembered: {fact.memory.text.en}")


_ACTIONS: dict[str, Callable[[WhyWords, events.Fact], Text]] = {
    "spoke": _spoke,
    "walk_started": _walk,
    "arrived": _arrived,
    "remembered": _remembered,
    "task_started": _task("开始{other}", "took up: {other}"),
    "task_finished": _task("做完了{other}", "finished: {other}"),
    "task_interrupted": _task("放下了{other}", "put aside: {other}"),
    "happened": _happening("{other}", "{other}"),
    "happening_ended": _happening("{other}：过去了", "{other}: it is over"),
    "walk_stopped": _plain("停下了脚步", "stopped walking"),
    "waited": _plain("待了一会儿", "stayed for a while"),
    "planned": _plain("排好了一天", "planned the day"),
    "state_changed": _state,
    "decision_requested": _plain("想一想", "began to think"),
    "decision_made": _plain("拿定了主意", "made up its mind"),
    "conversation_started": _plain("开始聊天", "began a talk"),
    "conversation_composed": _plain("想好了聊什么", "knew what to talk about"),
    "conversation_ended": _plain("聊完了", "ended a talk"),
    "news_told": _plain("讲了一件新鲜事", "told a piece of news"),
    "relationship_changed": _plain("更熟了一点", "became closer"),
    "visitor_refused": _plain("没能和客人说话", "could not talk with a visitor"),
    "visitor_talk_started": _plain("和客人聊了起来", "began to talk with a visitor"),
    "visitor_spoke": _plain("听客人说话", "heard a visitor"),
    "replied_to_visitor": _plain("回了客人的话", "answered a visitor"),
    "command_answered": _plain("回应了客人的嘱托", "answered a visitor's wish"),
    "whispered": _plain("心里忽然冒出个念头", "had a sudden thought"),
    "visitor_talk_ended": _plain("和客人告别", "parted from a visitor"),
}
