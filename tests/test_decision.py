"""Decisions: what a model is offered, and how little of what it answers is believed."""

import json
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.answer_schema import (
    MAXIMUM_GREETING_LENGTH,
    MAXIMUM_INSIGHT_LENGTH,
    MAXIMUM_INSIGHTS,
    MAXIMUM_INTENTION_LENGTH,
    MAXIMUM_KEPT_LENGTH,
    MAXIMUM_REPLY_LENGTH,
    schema,
)
from agents.cast import MAXIMUM_LINE_LENGTH
from agents.decision import MAXIMUM_ANSWER_LENGTH, Decision, InvalidDecision, cut_short, parse, parse_beginning
from agents.observation import Observation, Purpose
from agents.talk_subjects import TalkSubject
from sim.records import MAXIMUM_LINES, PLAIN, Line, TalkMood
from sim.text import Text
from tests.questions import PURPOSES, question

ANNA, BERT = "anna", "bert"


def observation(purpose: Purpose) -> Observation:
    return question(ANNA, purpose, BERT).observation


def dialogue(*lines: tuple[object, object]) -> str:
    return json.dumps({"lines": [{"speaker": speaker, "text": text} for speaker, text in lines]}, ensure_ascii=False)


# ---- what is offered -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["next", "meet", "react", "command"])
def test_schema_offers_exactly_the_options(purpose: Purpose) -> None:
    """The choice is an enumeration of what the observation allows."""
    seen = observation(purpose)
    assert schema(seen)["properties"]["choice"] == {"type": "string", "enum": list(seen.options)}


@pytest.mark.parametrize("purpose", PURPOSES)
def test_schema_wants_a_thought_first_and_nothing_besides(purpose: Purpose) -> None:
    """Every property is required, no other is allowed, and thinking comes before choosing."""
    offered = schema(observation(purpose))
    assert next(iter(offered["properties"])) == "thought"
    assert offered["required"] == list(offered["properties"])
    assert offered["additionalProperties"] is False


def test_schema_has_only_the_two_who_talk_as_speakers() -> None:
    """In a dialogue a line is one of the two's, and there are at most as many as are taken."""
    lines = schema(observation("dialogue"))["properties"]["lines"]
    assert lines["items"]["properties"]["speaker"]["enum"] == [ANNA, BERT]
    assert 2 <= lines["minItems"] < lines["maxItems"] <= MAXIMUM_LINES


@pytest.mark.parametrize(("purpose", "fields"), [("reply", {"words"}), ("command", {"choice", "words"})])
def test_schema_asks_for_words_where_a_visitor_waits(purpose: Purpose, fields: set[str]) -> None:
    """A reply is words alone; a command is answered with a choice as well."""
    assert set(schema(observation(purpose))["properties"]) == {"thought", *fields}


def test_schema_offers_each_open_hour_of_the_day_what_is_possible_then() -> None:
    """One property a slot, called by its time, so that every engine holds an answer to it."""
    seen = observation("plan")
    plan = schema(seen)["properties"]["plan"]
    assert {name: part["enum"] for name, part in plan["properties"].items()} == {
        "13:00": list(seen.slots[0].options),
        "19:05": list(seen.slots[1].options),
    }
    assert plan["required"] == ["13:00", "19:05"]
    assert list(schema(seen)["properties"]) == ["thought", "plan", "intention"]


# ---- what is taken ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", ["next", "meet"])
def test_an_offered_choice_is_taken(purpose: Purpose) -> None:
    """Each of the options, whatever else the answer holds."""
    seen = observation(purpose)
    for option in seen.options:
        decision = parse(json.dumps({"thought": "hm", "choice": option, "mood": "good"}), seen)
        assert (decision.choice, decision.source, decision.words) == (option, "model", "")


@pytest.mark.parametrize(
    "text",
    [
        '```json\n{"choice": "stay"}\n```',
        'Let me think. {"choice": "stay"} There.',
        '  {"choice":"stay"}  ',
        '{"choice": "\\u0073tay"}',
    ],
)
def test_an_answer_may_be_wrapped(text: str) -> None:
    """Models chat around their JSON; that does no harm."""
    assert parse(text, observation("next")).choice == "stay"


def test_a_reply_is_its_words() -> None:
    """The one option of a reply need not be chosen."""
    decision = parse('{"thought": "a guest", "words": " 你好呀！\\n坐。 "}', observation("reply"))
    assert (decision.choice, decision.words) == ("say", "你好呀！ 坐。")


def test_a_command_is_answered_with_choice_and_words() -> None:
    """Both are kept."""
    decision = parse('{"choice": "refuse", "words": "太晚了。"}', observation("command"))
    assert (decision.choice, decision.words) == ("refuse", "太晚了。")


def test_a_plan_is_a_choice_for_each_open_hour_and_an_intention() -> None:
    """In the order of the hours, whatever order they came in."""
    plan = {"19:05": "supper@home", "13:00": "supper@shop", "02:00": "sleep@home"}
    decision = parse(json.dumps({"plan": plan, "intention": "去看花\n。"}), observation("plan"))
    assert decision.choices == ("supper@shop", "supper@home")
    assert [line.text for line in decision.lines] == [Text("去看花 。", "去看花 。")]


@pytest.mark.parametrize(
    "answer",
    [
        {"plan": {"13:00": "supper@home"}, "intention": "go"},
        {"plan": {"13:00": "supper@home", "19:05": "fly@moon"}, "intention": "go"},
        {"plan": {"13:00": "supper@home", "19:05": "supper@home"}},
        {"plan": {"13:00": "supper@home", "19:05": "supper@home"}, "intention": " \n"},
        {"plan": ["supper@home", "supper@home"], "intention": "go"},
    ],
)
def test_a_plan_with_an_hour_left_out_or_filled_with_what_is_impossible_is_refused(answer: object) -> None:
    """Nothing of it is taken."""
    with pytest.raises(InvalidDecision):
        parse(json.dumps(answer), observation("plan"))


@given(words=st.text())
def test_a_word_in_passing_is_bounded_and_one_who_carries_on_says_nothing(words: str) -> None:
    """What a model writes is said aloud only where it chose to."""
    seen = observation("react")
    assert parse(json.dumps({"choice": "pass", "words": words}), seen).lines == ()
    try:
        [line] = parse(json.dumps({"choice": f"greet:{BERT}", "words": words}), seen).lines
    except InvalidDecision:
        return
    assert line.speaker == ANNA
    assert 0 < len(line.text.zh) <= MAXIMUM_GREETING_LENGTH
    assert not any(category(character) == "Cc" for character in line.text.zh)


@given(intention=st.text())
def test_an_intention_is_bounded(intention: str) -> None:
    """One line without control characters."""
    plan = {"13:00": "supper@home", "19:05": "supper@home"}
    try:
        [line] = parse(json.dumps({"plan": plan, "intention": intention}), observation("plan")).lines
    except InvalidDecision:
        return
    assert 0 < len(line.text.en) <= MAXIMUM_INTENTION_LENGTH
    assert not any(category(character) == "Cc" for character in line.text.en)


def test_a_dialogue_keeps_its_lines_in_order() -> None:
    """What was said in one language stands for both."""
    decision = parse(dialogue((ANNA, "天真好。"), (BERT, "可不。"), (ANNA, "回见。")), observation("dialogue"))
    assert [(line.speaker, line.text.zh, line.text.en) for line in decision.lines] == [
        (ANNA, "天真好。", "天真好。"),
        (BERT, "可不。", "可不。"),
        (ANNA, "回见。", "回见。"),
    ]


def test_too_long_a_dialogue_is_cut() -> None:
    """At most as many lines as a conversation may have, none longer than a bubble."""
    lines = parse(dialogue(*[(ANNA, "啊" * 300), (BERT, "哦")] * 10), observation("dialogue")).lines
    assert len(lines) == MAXIMUM_LINES
    assert max(len(line.text.zh) for line in lines) == MAXIMUM_LINE_LENGTH


SUBJECTS = (
    TalkSubject("task", "task", Text("修桥", "mending the bridge")),
    TalkSubject("news:cara-3", "news", Text("新鲜事", "news"), "cara-3"),
)
SPOKEN = {"lines": [{"speaker": ANNA, "text": "听说了吗？"}, {"speaker": BERT, "text": "没有。"}]}


def talked(**fields: object) -> Decision:
    """What is read of a dialogue that says so much besides its lines."""
    return parse(json.dumps(SPOKEN | fields), observation("dialogue"), subjects=SUBJECTS)


@pytest.mark.parametrize(
    ("named", "about", "news"),
    [
        ({"subject": "task"}, Text("修桥", "mending the bridge"), ""),
        ({"subject": "news:cara-3"}, Text("新鲜事", "news"), "cara-3"),
        ({}, None, ""),
    ],
)
def test_a_dialogue_is_about_one_of_the_subjects_offered(named: dict[str, str], about: Text | None, news: str) -> None:
    """Telling the news where it is some; a model that leaves the field out has named none."""
    offered = schema(observation("dialogue"), SUBJECTS)["properties"]
    assert offered["subject"]["enum"] == ["task", "news:cara-3"]
    assert list(offered) == ["thought", "subject", "lines", "mood", "remember"]
    decision = talked(**named)
    assert (decision.about, decision.news) == (about, news)


@pytest.mark.parametrize("named", [{"subject": "news:cara-9"}, {"subject": "修桥"}, {"mood": "hot"}])
def test_a_dialogue_can_name_nothing_that_was_not_offered(named: dict[str, str]) -> None:
    """No other subject, and no other mood."""
    with pytest.raises(InvalidDecision, match="not offered"):
        talked(**named)


@pytest.mark.parametrize("mood", ["warm", "even", "cool"])
def test_a_dialogue_says_how_it_went(mood: TalkMood) -> None:
    """One that does not say went as usual."""
    assert talked(mood=mood).upshot.mood == mood
    assert talked().upshot == PLAIN


def test_a_dialogue_says_what_each_of_the_two_keeps_of_it() -> None:
    """On one line, bounded, for the two who talked only; one who keeps nothing of its own has none."""
    kept = talked(remember={ANNA: " 欠他\n一把锄头 ", BERT: "", "cara": "偷听"}).upshot.kept
    assert kept == (Line(ANNA, Text("欠他 一把锄头", "欠他 一把锄头")),)
    [longest] = talked(remember={BERT: "长" * 500}).upshot.kept
    assert (longest.speaker, longest.text.zh) == (BERT, "长" * MAXIMUM_KEPT_LENGTH)


def test_a_reflection_is_its_insights() -> None:
    """One or two sentences of bounded length, thought by the character; more are dropped."""
    offered = schema(observation("reflect"))["properties"]
    assert list(offered) == ["thought", "insights"]
    assert (offered["insights"]["minItems"], offered["insights"]["maxItems"]) == (1, MAXIMUM_INSIGHTS)
    insights = ["  \n", "下回多听少说。\u0000", "长" * 500, "third"]
    decision = parse(json.dumps({"thought": "hm", "insights": insights}), observation("reflect"))
    assert decision.choice == "sleep"
    assert [(line.speaker, line.text.zh, line.text.en) for line in decision.lines] == [
        (ANNA, "下回多听少说。", "下回多听少说。")
    ]
    longest = parse(json.dumps({"insights": ["长" * 500]}), observation("reflect")).lines[0]
    assert longest.text.zh == "长" * MAXIMUM_INSIGHT_LENGTH


# ---- what is not -----------------------------------------------------------------------------------------------------

GARBAGE = [
    "",
    "   ",
    "stay",
    "I would rather not answer in JSON.",
    "null",
    "[]",
    '"stay"',
    "{}",
    "}{",
    "{",
    '{"choice"',
    '{"choice": "stay"',
    '{"choice": "stay", "words": "unfin',
    "{'choice': 'stay'}",
    '{"choice": stay}',
    '{"choice": NaN, "words": Infinity, "lines": -Infinity}',
    '{"choice": null, "words": null, "lines": null}',
    '{"choice": ["stay"], "words": ["hi"], "lines": "hi"}',
    '{"choice": {"choice": "stay"}, "words": {}, "lines": {}}',
    '{"choice": true, "words": true, "lines": true}',
    '{"choice": 0, "words": 0, "lines": 0}',
    '{"choice": ' + "9" * 5_000 + "}",
    '{"choice": "fly", "words": "", "lines": []}',
    '{"choice": "STAY"}',
    '{"choice": " stay"}',
    '{"choice": "stay\\u0000"}',
    '{"choice": "talk:"}',
    '{"choice": "talk:nobody"}',
    '{"choice": "talk:anna"}',
    '{"choice": "stay, move"}',
    '{"choice": "__import__(\'os\')"}',
    '{"choice": "\\ud800", "words": "\\udfff"}',
    '{"choice": "\ud800"}',
    '{"choices": "stay"}',
    '{"choice": "stay"} {"choice": "move"}',
    '[{"choice": "stay"}, {"choice": "move"}]',
    '{"words": " \\n\\t\\u0000\\u001f\\u2028 "}',
    '{"words": "\\u0085\\u009b"}',
    '{"a":' * 1_000,
    '{"a":' * 1_500 + "1" + "}" * 1_500,
    "{" + '"choice":"stay",' * 1_000 + '"words":"x"}',
    '{"choice": "stay", "thought": "' + "x" * MAXIMUM_ANSWER_LENGTH + '"}',
    "{" * 100_000,
    "\x00" * 100,
    "\ufeff\ufffe",
]


@pytest.mark.parametrize("purpose", PURPOSES)
@pytest.mark.parametrize("text", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_refused(text: str, purpose: Purpose) -> None:
    """What is no answer for this purpose raises InvalidDecision and nothing else."""
    with pytest.raises(InvalidDecision):
        parse(text, observation(purpose))


@pytest.mark.parametrize(
    "text",
    [
        dialogue(),
        dialogue((ANNA, "hello?")),
        dialogue((ANNA, "hello?"), (ANNA, "anyone?")),
        dialogue((ANNA, "hi"), (BERT, "hi"), ("cara", "me too")),
        dialogue((ANNA, "hi"), (BERT, "hi"), ("Anna", "hi")),
        dialogue((ANNA, "hi"), (BERT, "")),
        dialogue((ANNA, "hi"), (BERT, "\n\x00")),
        dialogue((ANNA, "hi"), (BERT, None)),
        dialogue((ANNA, "hi"), (None, "hi")),
        dialogue((ANNA, "hi"), ([BERT], "hi")),
        '{"lines": ["hi", "hi"]}',
        '{"lines": [["anna", "hi"], ["bert", "hi"]]}',
        '{"lines": [{"speaker": "anna"}, {"speaker": "bert"}]}',
    ],
)
def test_a_dialogue_of_others_or_of_one_is_refused(text: str) -> None:
    """Both must speak, nobody else may, and every line says something."""
    with pytest.raises(InvalidDecision):
        parse(text, observation("dialogue"))


@pytest.mark.parametrize("choice", ["fly\n" * 1_000, ["fly\n"] * 1_000, {"\n": "\n" * 3_000}])
def test_a_refusal_is_short_however_long_the_answer(choice: object) -> None:
    """The reason goes to the log: it is bounded, and on one line."""
    with pytest.raises(InvalidDecision) as caught:
        parse(json.dumps({"choice": choice}), observation("next"))
    assert len(str(caught.value)) < 200
    assert len(str(caught.value).splitlines()) == 1


# ---- whatever comes --------------------------------------------------------------------------------------------------

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()) | st.sampled_from([ANNA, BERT]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
spoken = st.fixed_dictionaries({"speaker": st.sampled_from([ANNA, BERT, "cara"]), "text": st.text(st.characters())})
answers = st.fixed_dictionaries(
    {},
    optional={
        "thought": anything,
        "choice": st.sampled_from(["stay", "move", "pass", "talk:bert", "accept", "refuse", "fly"]) | anything,
        "words": st.text(st.characters(), max_size=900) | anything,
        "lines": st.lists(spoken, max_size=20) | anything,
    },
)
texts = st.text(st.characters()) | anything.map(json.dumps) | answers.map(json.dumps)


@given(texts, st.sampled_from(PURPOSES))
def test_any_text_is_refused_or_is_an_offered_choice_with_bounded_words(text: str, purpose: Purpose) -> None:
    """There is no third outcome, and nothing unprintable gets through."""
    seen = observation(purpose)
    try:
        decision = parse(text, seen)
    except InvalidDecision:
        return
    assert decision.choice in ("",) if purpose == "dialogue" else decision.choice in seen.options
    assert len(decision.words) <= MAXIMUM_REPLY_LENGTH
    assert bool(decision.words) == (purpose in ("reply", "command"))
    assert bool(decision.lines) == (purpose == "dialogue")
    assert len(decision.lines) <= MAXIMUM_LINES
    for words in (decision.words, *(line.text.zh for line in decision.lines)):
        assert not {category(letter) for letter in words} & {"Cc", "Cs", "Zl", "Zp"}
        assert words == words.strip()
    assert all(0 < len(line.text.zh) <= MAXIMUM_LINE_LENGTH for line in decision.lines)


# ---- aloud -----------------------------------------------------------------------------------------------------------


@given(st.text(min_size=1, max_size=60), st.sampled_from(["reply", "command"]))
def test_words_grow_as_an_answer_is_written(words: str, purpose: Purpose) -> None:
    """Whatever beginning of an answer there is, its words are a beginning of what is said in the end."""
    seen = observation(purpose)
    answer = json.dumps({"thought": "嗯", "choice": "accept", "words": words})
    beginnings = [parse_beginning(answer[:end], seen) for end in range(len(answer) + 1)]
    heard = [beginning.words for beginning in beginnings if beginning]
    if not heard:
        assert not words.strip() or all(category(c) in ("Cc", "Cs", "Zl", "Zp", "Zs") for c in words)
    else:
        whole = parse(answer, seen)
        assert heard[-1] == whole.words
        assert all(whole.words.startswith(so_far) for so_far in heard)


@pytest.mark.parametrize(
    "text", ["", "{", "[1", '{"words": 3', '{"words": {"a": "b', "no", '{"choice": "fly", "words": "a']
)
def test_nothing_is_heard_of_what_is_no_answer(text: str) -> None:
    """Nor of a choice that was not offered."""
    assert parse_beginning(text, observation("command")) is None


def test_an_answer_cut_short_is_what_was_said() -> None:
    """The words so far, marked as broken off, with the choice if it was made already; otherwise the least."""
    seen = observation("command")
    said = Decision("model", "accept", words="好，我这")
    assert cut_short(said, seen, "zh") == Decision("model", "accept", words="好，我这——")
    assert cut_short(None, seen, "en") == Decision("rule", "refuse", words="—")
    assert cut_short(None, observation("reply"), "zh").choice == observation("reply").options[0]
