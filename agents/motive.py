"""Motive: why a character does what it does now, in a sentence for visitors. It is read off the World alone.

The rules of `behaviour` decide; this only says in words what a record shows of it: sleep, a talk, somebody to walk up
to, a task from the plan, from a visitor or because of what happens, one taken up again, or nothing.
"""

from agents.inner_voice import WHISPERED
from agents.perception import ATTENDING, attended
from agents.situation import Situation
from sim.clock import DAY, HOUR, MINUTE, SimTime, start_of_day
from sim.records import RECORDED, Conversation, Task, Walk
from sim.text import Text


def motive_of(here: Situation) -> Text:
    """Why the character does what it does now."""
    record = here.record
    talk = here.world.conversations.get(record.conversation or "")
    if record.state == "sleeping":
        return _asleep(here)
    if record.visitor_talk:
        return _with_visitor(here)
    if talk:
        return _with_neighbour(here, talk)
    if record.walk and record.walk.towards:
        return _seeking(here, record.walk.towards)
    return _at_task(here, record.task) if record.task else _unoccupied(here)


def _asleep(here: Situation) -> Text:
    name, wake = here.character.name, here.record.wake
    if wake is None:
        return Text(f"{name.zh}睡着了。", f"{name.en} is asleep.")
    until = _clock(wake, here.time)
    return Text(f"{name.zh}睡着了，{until.zh} 起床。", f"{name.en} is asleep until {until.en}.")


def _with_visitor(here: Situation) -> Text:
    name, later = here.character.name, _afterwards(here)
    return Text(f"有客人来找{name.zh}说话{later.zh}。", f"A visitor has come to talk with {name.en}{later.en}.")


def _afterwards(here: Situation) -> Text:
    """What comes after a talk: what the visitor asked for, or what it interrupted."""
    if here.record.commands:
        activity = here.activity(here.record.commands[0].activity).name
        return Text(
            f"；聊完就照客人的嘱托去做：{activity.zh}", f"; next comes what the visitor asked for: {activity.en}"
        )
    if here.record.unfinished:
        activity = here.activity(here.record.unfinished[-1].activity).name
        return Text(f"；聊完再接着做原来的事：{activity.zh}", f"; what was interrupted comes next: {activity.en}")
    return Text("", "")


def _with_neighbour(here: Situation, talk: Conversation) -> Text:
    name = here.character.name
    other = here.cast.by_id[talk.guest if talk.host == here.id else talk.host].name
    if talk.about is None:
        return Text(
            f"{name.zh}遇上了{other.zh}，正在聊天。", f"{name.en} and {other.en} have met and are having a chat."
        )
    zh = f"{name.zh}遇上了{other.zh}，正在聊{talk.about.zh}。"
    return Text(zh, f"{name.en} and {other.en} have met and are talking about {talk.about.en}.")


def _seeking(here: Situation, other_id: str) -> Text:
    name, other = here.character.name, here.cast.by_id[other_id].name
    zh = f"{name.zh}想跟{other.zh}说说话，正走过去。"
    return Text(zh, f"{name.en} would like a word with {other.en} and is walking over.")


def _at_task(here: Situation, task: Task) -> Text:
    doing, until, name = _doing(here, task), _clock(task.until, here.time), here.character.name
    if task.origin == "command":
        zh = f"受客人之托，{name.zh}{doing.zh}，到 {until.zh}。"
        return Text(zh, f"{name.en} is {doing.en}, until {until.en}: a visitor asked for it.")
    if task.origin.startswith(ATTENDING):
        return _attending(here, task, doing)
    if task.origin == WHISPERED:
        zh = f"{name.zh}忽然起了个念头：{doing.zh}，到 {until.zh}。"
        return Text(zh, f"{name.en} is {doing.en}, until {until.en}: it came to mind all of a sudden.")
    if task.origin == RECORDED:
        return Text(f"{name.zh}：{doing.zh}，到 {until.zh}。", f"{name.en}: {doing.en}, until {until.en}.")
    if not _is_planned(here, task):
        zh = f"刚才被打断了，现在接着来：{name.zh}{doing.zh}，到 {until.zh}。"
        return Text(zh, f"{name.en} is {doing.en}, until {until.en}: this takes up what was interrupted.")
    zh = f"按今天的安排，{name.zh}{doing.zh}，到 {until.zh}。"
    return Text(zh, f"{name.en} is {doing.en}, until {until.en}: it is part of the plan for today.")


def _attending(here: Situation, task: Task, doing: Text) -> Text:
    """What is done because of something that happens."""
    name, happening = here.character.name, attended(here.world, task)
    if happening is None:
        return Text(f"刚才的热闹散了，{name.zh}还没走。", f"It is over by now, and {name.en} is still about.")
    return Text(f"{happening.text.zh}，{name.zh}{doing.zh}。", f"{name.en} is {doing.en}, for {happening.text.en}.")


def _is_planned(here: Situation, task: Task) -> bool:
    """Whether the plan has the task just so: one taken up again late goes on past the plan's time for it."""
    return any((task.activity, task.place, task.until) == (i.activity, i.place, i.end) for i in here.record.plan)


def _doing(here: Situation, task: Task) -> Text:
    """What can be seen of the task: the way to its place, or the activity itself."""
    activity, walk = here.activity(task.activity), here.record.walk
    if walk and walk.place and _is_underway(here, walk, walk.place):
        place = here.world.setting.place(walk.place).name
        return Text(f"正往{place.zh}去（{activity.name.zh}）", f"on the way to {place.en} ({activity.name.en})")
    return Text(activity.looks.zh, activity.looks.en)


def _is_underway(here: Situation, walk: Walk, place: str) -> bool:
    """Whether the walk comes from elsewhere, and is more than another spot of the same place."""
    return not here.world.setting.place(place).contains(walk.path[0])


def _unoccupied(here: Situation) -> Text:
    name, record = here.character.name, here.record
    if record.request and record.request.purpose == "plan":
        return Text(f"{name.zh}刚起床，正盘算今天怎么过。", f"{name.en} is up and thinking what to do with the day.")
    if record.plan and here.time >= record.plan[-1].end:
        return Text(f"今天的事都做完了，{name.zh}要去睡觉。", f"The day's plan is done, and {name.en} is off to bed.")
    return Text(f"{name.zh}这会儿没有什么安排。", f"{name.en} has nothing planned just now.")


def _clock(time: SimTime, now: SimTime) -> Text:
    """A time of day, with its day where that is not today's."""
    clock = f"{time % DAY // HOUR:02d}:{time % HOUR // MINUTE:02d}"
    is_tomorrow = start_of_day(time) == start_of_day(now) + DAY
    return Text(f"明天 {clock}", f"{clock} tomorrow") if is_tomorrow else Text(clock, clock)
