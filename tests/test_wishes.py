"""Wishes: a visitor asks in its own words for what a character can do, and it is done after the talk, or declined."""

import json

import pytest

from agents.answer_schema import schema
from agents.cast import Activity
from agents.decision import InvalidDecision, cut_short, parse, parse_beginning
from agents.observation import DO, SAY
from agents.visitor_intent import wish_of
from sim.clock import HOUR, MINUTE
from sim.events import CommandAnswered, RepliedToVisitor, TaskFinished, TaskStarted
from sim.records import MAXIMUM_COMMANDS
from tests.default_village import default_cast
from tests.questions import question
from tests.stage import Stage
from tests.test_morning import again

CAST = default_cast()
OWN = [(character.id, activity) for character in CAST.characters for activity in character.activities]
ASKED = [(own_id, activity) for own_id, activity in OWN if activity.asked_by]
OFFERED = question("grandmother", "reply", said="…", possible=("bench_rest", "storytelling")).observation
STORY = f"{DO}storytelling"


# ---- how the rules tell a wish ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("own_id", "activity"), ASKED, ids=[f"{own_id}-{activity.id}" for own_id, activity in ASKED])
def test_a_plain_wish_for_an_activity_is_recognised_by_its_words_in_both_languages(
    own_id: str, activity: Activity
) -> None:
    """Unless another activity of the same character is asked for by the same word and comes first."""
    assert any(word.isascii() for word in activity.asked_by)
    assert any(not word.isascii() for word in activity.asked_by)
    character = CAST.by_id[own_id]
    for word in activity.asked_by:
        said = f"Could you please {word}?" if word.isascii() else f"能帮我{word}吗？"
        found = wish_of(said, character)
        assert found is not None
        assert word in found.asked_by or found is activity


@pytest.mark.parametrize(
    ("own_id", "said", "wanted"),
    [
        ("grandmother", "奶奶，给我讲个故事吧", "storytelling"),
        ("grandmother", "Tell me a story!", "storytelling"),
        ("grandmother", "I want to hear one of your stories", "storytelling"),
        ("grandmother", "Will you pick some APPLES with me?", "bench_rest"),
        ("retiree", "咱们下盘棋？来，下棋", "socialising"),
        ("repairman", "麻烦你修一下我的自行车", "repairing"),
        ("gardener", "去给花浇点水，看花去吧", "plant_care"),
        ("postman", "帮我送封信", "delivering"),
        ("farmer", "Please water the beans", "field_work"),
        ("grandmother", "Your stories are so lovely", None),
        ("grandmother", "你讲的故事真好听", None),
        ("grandmother", "为什么帮人摘苹果？", None),
        ("repairman", "Can you tell me when you fix things?", None),
        ("farmer", "请给我讲个故事", None),
        ("chef", "", None),
    ],
)
def test_a_remark_is_no_wish_and_nobody_is_asked_for_what_others_do(own_id: str, said: str, wanted: str | None) -> None:
    """The same words are a wish to one, and talk to another."""
    found = wish_of(said, CAST.by_id[own_id])
    assert (found.id if found else None) == wanted


# ---- what a mind may answer ------------------------------------------------------------------------------------------


def test_a_reply_offers_what_could_be_done_before_the_words() -> None:
    """Thought, choice, words: what was chosen is known when the first word is heard."""
    assert list(schema(OFFERED)["properties"]) == ["thought", "choice", "words"]
    assert schema(OFFERED)["properties"]["choice"]["enum"] == [f"{DO}bench_rest", STORY, SAY]
    alone = question("grandmother", "reply", said="…").observation
    assert list(schema(alone)["properties"]) == ["thought", "words"]


def test_a_reply_agrees_to_what_was_offered_and_to_nothing_else() -> None:
    """No choice is only talk; where nothing can be done, whatever is chosen is only talk."""
    assert parse('{"choice": "do:storytelling", "words": "好。"}', OFFERED).choice == STORY
    assert parse('{"words": "好。"}', OFFERED).choice == SAY
    with pytest.raises(InvalidDecision):
        parse('{"choice": "do:cooking", "words": "好。"}', OFFERED)
    alone = question("grandmother", "reply", said="…").observation
    assert parse('{"choice": "do:storytelling", "words": "好。"}', alone).choice == SAY


def test_what_was_agreed_to_is_known_while_the_words_grow() -> None:
    """Nothing is heard of one that agrees to what was not offered; one cut short keeps its choice, or has none."""
    whole = json.dumps({"thought": "嗯", "choice": STORY, "words": "从前啊"}, ensure_ascii=False)
    growing = [parse_beginning(whole[:end], OFFERED) for end in range(len(whole) + 1)]
    heard = [(decision.choice, decision.words) for decision in growing if decision]
    assert list(dict.fromkeys(heard)) == [(STORY, "从"), (STORY, "从前"), (STORY, "从前啊")]
    assert parse_beginning(whole.replace(STORY, "do:cooking"), OFFERED) is None
    assert cut_short(None, OFFERED, "zh").choice == SAY
    assert cut_short(growing[-1], OFFERED, "zh").choice == STORY


# ---- what becomes of it ----------------------------------------------------------------------------------------------


@pytest.fixture
def stage() -> Stage:
    """The grandmother at ten in the morning, with a visitor."""
    stage = Stage()
    stage.run_to("1d10:00")
    while stage.agent("grandmother").state not in ("idle", "working"):
        stage.run_on(5 * MINUTE)
    stage.visit("grandmother")
    return stage


def last_reply(stage: Stage) -> str | None:
    return stage.words.text(stage.facts(RepliedToVisitor, "grandmother")[-1].words_id)


def test_a_story_that_is_asked_for_is_told_after_the_talk(stage: Stage) -> None:
    """Agreed to in the talk, taken up when it is over, done at its place; the same again from its inputs alone."""
    stage.say("grandmother", "给我讲个故事吧")
    (answered,) = stage.facts(CommandAnswered, "grandmother")
    assert (answered.accepted, answered.reason) == (True, "accepted")
    assert "讲古" in (last_reply(stage) or "")
    stage.leave("grandmother")
    stage.run_on(2 * HOUR)
    [task] = [fact.task for fact in stage.facts(TaskStarted, "grandmother") if fact.task.origin == "command"]
    assert (task.activity, task.place, task.working) == ("storytelling", "square", True)
    assert task in [fact.task for fact in stage.facts(TaskFinished, "grandmother")]
    assert again(stage).digest() == stage.log.digest()


def test_talk_of_other_things_promises_nothing(stage: Stage) -> None:
    """Nor does a wish for what others do."""
    for said in ("你好", "你的故事真好听", "帮我修修自行车"):
        stage.say("grandmother", said)
    assert stage.facts(CommandAnswered, "grandmother") == []


def test_hands_can_be_full_of_wishes(stage: Stage) -> None:
    """One more than it can remember is declined in words."""
    for _ in range(MAXIMUM_COMMANDS + 1):
        stage.say("grandmother", "Tell me a story")
    assert [fact.accepted for fact in stage.facts(CommandAnswered, "grandmother")] == [True] * MAXIMUM_COMMANDS
    assert last_reply(stage) == "Not just now. Another day, perhaps."


def test_late_in_the_evening_a_wish_is_declined() -> None:
    """It is said in words, and nothing is promised."""
    stage = Stage()
    stage.run_to("1d20:05")
    assert stage.agent("grandmother").state == "idle"
    stage.visit("grandmother")
    stage.say("grandmother", "讲个故事吧")
    assert last_reply(stage) == "这会儿不成，改天吧。"
    stage.say("grandmother", "请帮我采摘一些苹果")
    assert last_reply(stage) in {line.zh for line in CAST.by_id["grandmother"].speech.to_visitor.refuse}
    assert stage.facts(CommandAnswered, "grandmother") == []
