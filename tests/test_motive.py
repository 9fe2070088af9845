"""Motives: why a character does what it does, in words, at moments made by hand and over a real day."""

from dataclasses import replace

from agents.motive import motive_of
from agents.situation import Situation, situation
from sim.clock import DAY, HOUR, MINUTE, parse_time
from sim.events import ConversationComposed, ConversationStarted
from sim.records import AgentRecord, Line, PlanItem, Request, Task, VisitorTalk, Walk
from sim.text import Text
from sim.world import World
from tests.default_village import default_cast
from tests.small_village import ANNA, BERT, START, happen, small_cast, small_world, trade_task
from tests.stage import Stage

PLANNED = trade_task("1d12:00")
PLAN = (PlanItem(START, parse_time("1d12:00"), "trade", "shop", working=True),)


def anna(world: World | None = None, **changes: object) -> Situation:
    """Anna's situation at START, her record changed."""
    village = world or small_world()
    here = situation(village, small_cast(), ANNA, START)
    record: AgentRecord = replace(here.record, **changes)  # type: ignore[arg-type]
    return replace(here, record=record)


def test_sleeper_is_asleep_until_a_time() -> None:
    """Of tomorrow, if it is tomorrow's."""
    later = motive_of(anna(state="sleeping", wake=START + HOUR))
    assert later == Text("安娜睡着了，07:30 起床。", "Anna is asleep until 07:30.")
    assert motive_of(anna(state="sleeping", wake=START + DAY)).en == "Anna is asleep until 06:30 tomorrow."


def test_planned_task_is_part_of_the_plan() -> None:
    """With what it looks like, and until when."""
    said = motive_of(anna(task=PLANNED, plan=PLAN))
    assert said.zh == "按今天的安排，安娜正在trade，到 12:00。"
    assert said.en == "Anna is at trade, until 12:00: it is part of the plan for today."


def test_way_to_a_task_is_told_from_another_spot_of_the_same_place() -> None:
    """From the square to the shop is a way; from seat to seat in the shop is the task itself."""
    way, step = (Walk(path, START, 10, "shop") for path in (((1, 1), (2, 1)), ((8, 2), (9, 2))))
    assert "on the way to shop (trade)" in motive_of(anna(task=PLANNED, plan=PLAN, walk=way)).en
    assert "at trade" in motive_of(anna(task=PLANNED, plan=PLAN, walk=step)).en


def test_task_beyond_its_plan_was_taken_up_again() -> None:
    """Work that was interrupted and goes on past the plan's end for it."""
    late = replace(PLANNED, until=PLANNED.until + 10 * MINUTE)
    said = motive_of(anna(task=late, plan=PLAN))
    assert "接着来" in said.zh
    assert said.en.endswith("until 12:10: this takes up what was interrupted.")


def test_commanded_task_was_asked_for() -> None:
    """A visitor's wish is named as the reason."""
    said = motive_of(anna(task=replace(PLANNED, origin="command"), plan=PLAN))
    assert said.zh.startswith("受客人之托")
    assert said.en.endswith("a visitor asked for it.")


def test_walk_up_to_somebody_names_whom() -> None:
    """Whoever means to talk says with whom."""
    said = motive_of(anna(walk=Walk(((1, 1), (2, 1)), START, 10, "square", towards=BERT)))
    assert said == Text("安娜想跟伯特说说话，正走过去。", "Anna would like a word with Bert and is walking over.")


def test_talk_names_the_neighbour_and_the_subject() -> None:
    """For host and guest alike; the subject as soon as it is known."""
    world = small_world()
    happen(world, ConversationStarted(ANNA, BERT, "t1", "square"))
    assert motive_of(situation(world, small_cast(), BERT, START)).en == "Bert and Anna have met and are having a chat."
    lines = (Line(ANNA, Text("早", "Morning")), Line(BERT, Text("早", "Morning")))
    happen(world, ConversationComposed(ANNA, "t1", lines, "rule", Text("天气", "the weather")))
    assert motive_of(situation(world, small_cast(), ANNA, START)).zh == "安娜遇上了伯特，正在聊天气。"


def test_visitors_talk_says_what_comes_next() -> None:
    """What the visitor asked for goes before what was interrupted; the visitor is not named."""
    visited = {"state": "chatting", "visitor_talk": VisitorTalk("c1", "v-secret", START, "zh")}
    errand: Task = replace(PLANNED, activity="chat", origin="command")
    assert motive_of(anna(**visited)).en == "A visitor has come to talk with Anna."
    assert motive_of(anna(**visited, unfinished=(PLANNED,))).en.endswith("what was interrupted comes next: trade.")
    both = motive_of(anna(**visited, unfinished=(PLANNED,), commands=(errand,)))
    assert both.zh == "有客人来找安娜说话；聊完就照客人的嘱托去做：chat。"


def test_nothing_planned_is_said_so_and_a_day_that_is_done() -> None:
    """Between tasks, and after the last."""
    assert motive_of(anna(plan=PLAN)).en == "Anna has nothing planned just now."
    done = (replace(PLAN[0], end=START),)
    assert motive_of(anna(plan=done)).zh == "今天的事都做完了，安娜要去睡觉。"


def test_everybody_has_a_motive_all_day() -> None:
    """In both languages, with its own name in it; most of a day is plan, and some of it is talk and sleep."""
    stage, seen = Stage(), list[Text]()
    while stage.simulator.time < parse_time("2d06:30"):
        stage.run_on(30 * MINUTE)
        for own_id in stage.world.agents:
            here = situation(stage.world, default_cast(), own_id, stage.simulator.time)
            seen.append(said := motive_of(here))
            assert here.character.name.zh in said.zh
            assert here.character.name.en in said.en
    for words in ("part of the plan", "is asleep until", "have met and are talking about", "on the way to"):
        assert sum(words in said.en for said in seen) >= 5, words


def test_somebody_who_has_just_got_up_is_planning_the_day() -> None:
    """Until its mind has said what the day is to be."""
    asked = Request(ANNA, 1, START, "plan", "{}")
    assert motive_of(anna(request=asked)).en == "Anna is up and thinking what to do with the day."
