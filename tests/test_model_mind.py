"""ModelMind against a real server: what a model says counts, and whatever goes wrong the rules decide, each for itself.

The small village's names are in the prompts: a server's answer may depend on who is asked.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from itertools import count, pairwise
from operator import itemgetter
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse

from agents.answer_schema import schema
from agents.decision import Decision
from agents.mind import Question
from agents.model_mind import MAXIMUM_REPAIRS, ModelMind
from agents.models.engine import MAXIMUM_COMPLETION_LENGTH, Completion, CompletionRequest, Message
from agents.models.openai_compatible import MAXIMUM_IN_FLIGHT, MAXIMUM_RETRIES, OpenAICompatible, connect
from agents.observation import Purpose
from agents.scripted_mind import ScriptedMind
from sim.bad_input import BadInput
from tests.model_server import (
    Answerer,
    Body,
    ModelServer,
    completion,
    dripping,
    error,
    event,
    model_server,
    obedient,
    responding,
    saying,
    silent,
    together,
)
from tests.questions import PURPOSES, question
from tests.small_village import ANNA, BERT, CARA, small_cast

TIMEOUT_SECONDS = 5.0
SHORT_TIMEOUT_SECONDS = 0.8
LIMIT_SECONDS = 15
"""More than any of this may take: a test that reaches it has found something without a maximum."""
CAST = small_cast()
RULES = ScriptedMind(CAST, 1)
NAMES = {ANNA: "安娜", BERT: "伯特", CARA: "卡拉"}


async def engine_of(url: str, timeout_seconds: float = TIMEOUT_SECONDS) -> OpenAICompatible:
    return await connect(url, "village-model", "none", timeout_seconds=timeout_seconds)


def decide(url: str, *batches: Sequence[Question], timeout_seconds: float = TIMEOUT_SECONDS) -> list[Decision]:
    """What a mind behind the server at `url` decides, batch after batch."""

    async def scene() -> list[Decision]:
        async with asyncio.timeout(LIMIT_SECONDS):
            mind = ModelMind(await engine_of(url, timeout_seconds), CAST, RULES)
            return [decision for batch in batches for decision in await mind.decide(batch)]

    return asyncio.run(scene())


def by_rule(*questions: Question) -> list[Decision]:
    return asyncio.run(RULES.decide(questions))


def one_each(purpose: Purpose = "reply") -> list[Question]:
    return [question(own_id, purpose, said="你好") for own_id in NAMES]


def only_for(agent: str, special: Answerer) -> Answerer:
    """Obedient but to one character, who is told by the prompt."""

    async def answer(request: Request, body: Body) -> Response:
        asked = NAMES[agent] in body["messages"][0]["content"]
        return await (special if asked else obedient)(request, body)

    return answer


# ---- a model that answers --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("purpose", PURPOSES)
def test_a_valid_answer_is_the_decision(server: ModelServer, purpose: Purpose) -> None:
    """For every purpose, what the schema allows is taken, and is said to be the model's."""
    (decision,) = decide(server.url, [question(ANNA, purpose, BERT, said="你好")])
    assert decision.source == "model"
    assert len(server.bodies) == 1


def test_the_request_says_what_an_engine_needs(server: ModelServer) -> None:
    """Model, messages, the answer's schema, and how long it may be."""
    decide(server.url, [question(ANNA, "meet", BERT)])
    (body,) = server.bodies
    assert body["model"] == "village-model"
    assert [message["role"] for message in body["messages"]] == ["system", "user"]
    assert 0 < body["max_tokens"] <= 1000
    offered = body["response_format"]["json_schema"]["schema"]
    assert offered["properties"]["choice"]["enum"] == ["pass", "talk:bert"]


def test_answers_belong_to_their_questions(server: ModelServer) -> None:
    """In whatever order a batch's answers come, each is its own question's."""

    async def name_of(request: Request, body: Body) -> Response:
        name = next(name for name in NAMES.values() if name in body["messages"][0]["content"])
        return completion(json.dumps({"words": f"我是{name}"}))

    server.answer = name_of
    decisions = decide(server.url, one_each() * 5)
    assert [decision.words for decision in decisions] == [f"我是{name}" for name in NAMES.values()] * 5


def test_a_batch_is_in_flight_together(server: ModelServer) -> None:
    """A server that answers nobody until all twenty are there is no problem."""
    server.answer = together(20)
    questions = [question(ANNA, "meet", BERT, ordinal=n) for n in range(20)]

    async def scene() -> list[Decision]:
        mind = ModelMind(await connect(server.url, "village-model", "none"), CAST, RULES)
        return await mind.decide(questions)

    assert {decision.source for decision in asyncio.run(scene())} == {"model"}
    assert server.most_under_way == 20


def test_no_more_than_the_maximum_is_in_flight(server: ModelServer) -> None:
    """A large batch is answered whole, and waits its turn."""
    questions = [question(ANNA, "meet", BERT, ordinal=n) for n in range(3 * MAXIMUM_IN_FLIGHT)]
    assert len(decide(server.url, questions)) == len(server.bodies) == 3 * MAXIMUM_IN_FLIGHT
    assert server.most_under_way <= MAXIMUM_IN_FLIGHT


def test_nothing_asked_is_nothing_decided(server: ModelServer) -> None:
    """An empty batch costs nothing."""
    assert decide(server.url, []) == []
    assert server.bodies == []


def test_tokens_are_counted(server: ModelServer) -> None:
    """A completion says what it cost."""
    request = CompletionRequest((Message("user", "hi"),), {"type": "object", "properties": {}}, 10)
    (completion,) = complete(server.url, request)
    assert replace(completion, seconds=0.0) == Completion("{}", None, 11, 7, cached_tokens=5)
    assert completion.seconds > 0


def test_tokens_of_a_stream_are_counted(server: ModelServer) -> None:
    """At its end, if the server tells; what there is on the way costs nothing yet."""
    request = CompletionRequest((Message("user", "hi"),), {"type": "object", "properties": {}}, 10, streams=True)
    *growing, whole = complete(server.url, request)
    assert replace(whole, seconds=0.0) == Completion("{}", None, 11, 7, cached_tokens=5)
    assert growing[0] == Completion("{", finished=False)


def test_a_server_that_does_not_stop_is_cut_off(server: ModelServer) -> None:
    """Long before its time is over: nothing of what comes after so much could be taken."""

    async def endless(request: Request, body: Body) -> Response:
        return StreamingResponse((event("有座山，" * 50) for _ in count()), media_type="text/event-stream")

    server.answer = endless
    request = CompletionRequest((Message("user", "hi"),), {"type": "object", "properties": {}}, 10, streams=True)
    *growing, whole = complete(server.url, request)
    assert (whole.text, whole.failure) == ("", "broken")
    assert max(len(each.text) for each in growing) <= MAXIMUM_COMPLETION_LENGTH


def test_a_server_is_asked_without_the_order_of_speakers(server: ModelServer) -> None:
    """`prefixItems` is what hosted servers refuse; nothing else of the schema is lost."""
    asking = question(ANNA, "dialogue", BERT)
    decide(server.url, [asking])
    offered = server.bodies[0]["response_format"]["json_schema"]["schema"]["properties"]["lines"]
    whole = schema(asking.observation)["properties"]["lines"]
    assert set(whole) - set(offered) == {"prefixItems"}
    assert offered["items"] == whole["items"]


def complete(url: str, *requests: CompletionRequest) -> list[Completion]:
    """What the engine makes of requests, in their order."""

    async def scene() -> list[Completion]:
        async with asyncio.timeout(LIMIT_SECONDS):
            engine = await engine_of(url)
            answered = [item async for item in engine.complete(requests)]
            return [completion for _, completion in sorted(answered, key=itemgetter(0))]

    return asyncio.run(scene())


# ---- servers that know no response_format ----------------------------------------------------------------------------


def refusing_schema(status: int) -> Answerer:
    async def answer(request: Request, body: Body) -> Response:
        if "response_format" in body:
            return error(status, "response_format is not supported")
        return completion('Sure! {"words": "坐，喝茶。"}')

    return answer


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_refuses_the_schema_is_asked_without(server: ModelServer, status: int) -> None:
    """Each of the batch that was refused is asked again without, and later batches are asked without at once."""
    server.answer = refusing_schema(status)
    decisions = decide(server.url, one_each(), one_each())
    assert [(d.source, d.words) for d in decisions] == [("model", "坐，喝茶。")] * 6
    assert (server.asked_with_schema(), len(server.bodies)) == (3, 9)


def test_refusing_the_schema_uses_up_no_repair(server: ModelServer) -> None:
    """To the mind it is one answer each, at the first attempt."""
    server.answer = refusing_schema(400)
    requests = [CompletionRequest((Message("user", str(n)),), {"type": "object"}, 10) for n in range(8)]
    assert {completion.error for completion in complete(server.url, *requests)} == {None}


def test_one_refused_request_does_not_cost_the_others_their_schema(server: ModelServer) -> None:
    """A prompt that the server won't have, with or without a schema, is that prompt's own trouble."""
    server.answer = only_for(BERT, responding(lambda: error(400, "the prompt is too long")))
    decisions = decide(server.url, one_each(), one_each())
    assert [decision.source for decision in decisions] == ["model", "fallback", "model"] * 2
    assert all("response_format" in body for body in server.bodies if NAMES[BERT] not in body["messages"][0]["content"])


# ---- models and servers that fail ------------------------------------------------------------------------------------

NO_TEXT: list[Callable[[], Response]] = [
    lambda: HTMLResponse("<h1>Welcome to the captive portal</h1>"),
    lambda: HTMLResponse(""),
    lambda: Response(b"\xff\xfe\x00", media_type="application/json"),
    lambda: Response('{"choices": [{"mess', media_type="application/json"),
    lambda: JSONResponse(None),
    lambda: JSONResponse([]),
    lambda: JSONResponse("hello"),
    lambda: JSONResponse(42),
    lambda: JSONResponse({}),
    lambda: JSONResponse({"choices": None}),
    lambda: JSONResponse({"choices": []}),
    lambda: JSONResponse({"choices": {}}),
    lambda: JSONResponse({"choices": "none"}),
    lambda: JSONResponse({"choices": [None]}),
    lambda: JSONResponse({"choices": [{}]}),
    lambda: JSONResponse({"choices": [{"message": None}]}),
    lambda: JSONResponse({"choices": [{"message": "hi"}]}),
    lambda: JSONResponse({"choices": [{"message": {"content": None}}]}),
    lambda: JSONResponse({"choices": [{"message": {"content": 7}}]}),
    lambda: JSONResponse({"choices": [{"message": {"content": [{"text": "hi"}]}}]}),
    lambda: JSONResponse({"choices": [{"message": {"content": {"words": "hi"}}}], "usage": "much"}),
    lambda: error(400),
    lambda: error(401),
    lambda: error(404),
    lambda: error(422),
]


@pytest.mark.parametrize("response", NO_TEXT, ids=range(len(NO_TEXT)))
def test_what_is_no_completion_falls_back_alone(server: ModelServer, response: Callable[[], Response]) -> None:
    """Whatever the server sends in place of a completion costs that one question its model, and nothing else."""
    server.answer = only_for(BERT, responding(response))
    assert_only_bert_falls_back(server)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "As a large language model I can't pretend to be a villager.",
        '{"words": "and then the scarecrow sa',
        '{"choice": "say"}',
        '{"words": ""}',
        '{"words": "\\ud800"}',
        '{"words": ["hello"]}',
        "[[[[" * 1000,
        '{"a":' * 1500 + "1" + "}" * 1500,
        '{"words": "' + "very " * 100_000 + 'long"}',
    ],
    ids=range(11),
)
def test_an_unusable_answer_falls_back_alone(server: ModelServer, text: str) -> None:
    """Garbage, silence and truncated JSON: asked once more, then the rules decide that one question."""
    server.answer = only_for(BERT, saying(text))
    assert_only_bert_falls_back(server)
    assert asked_of(server, BERT) == 1 + MAXIMUM_REPAIRS


def assert_only_bert_falls_back(server: ModelServer, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
    questions = one_each()
    decisions = decide(server.url, questions, timeout_seconds=timeout_seconds)
    assert [decision.source for decision in decisions] == ["model", "fallback", "model"]
    assert decisions[1].words == by_rule(questions[1])[0].words


def asked_of(server: ModelServer, agent: str) -> int:
    return sum(NAMES[agent] in body["messages"][0]["content"] for body in server.bodies)


def test_an_unoffered_choice_falls_back(server: ModelServer) -> None:
    """A model can't do what is not among the options."""
    server.answer = saying('{"choice": "fly"}')
    (decision,) = decide(server.url, [question(ANNA, "meet", BERT)])
    assert decision.source == "fallback"
    assert decision.choice in ("pass", "talk:bert")


def test_a_second_answer_can_be_right(server: ModelServer) -> None:
    """Sampling differs: one that was unusable is asked for again before the rules decide."""
    texts = iter(['{"choice": "fly"}', '{"choice": "pass"}'])
    server.answer = responding(lambda: completion(next(texts)))
    (decision,) = decide(server.url, [question(ANNA, "meet", BERT)])
    assert (decision.source, decision.choice) == ("model", "pass")


@pytest.mark.parametrize("never", [silent, dripping])
def test_a_server_that_never_finishes_falls_back_in_time(server: ModelServer, never: Answerer) -> None:
    """No answer, or one that drips in for ever, is given up after the time-out; the others have theirs."""
    server.answer = only_for(BERT, never)
    assert_only_bert_falls_back(server, SHORT_TIMEOUT_SECONDS)


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_server_errors_are_retried_so_often_and_no_more(server: ModelServer, status: int) -> None:
    """A failing server gets a bounded number of calls, then the rules decide all."""
    server.answer = responding(lambda: error(status))
    questions = one_each()
    decisions = decide(server.url, questions)
    assert {decision.source for decision in decisions} == {"fallback"}
    assert [decision.words for decision in decisions] == [decision.words for decision in by_rule(*questions)]
    assert len(server.bodies) <= 3 * (1 + MAXIMUM_RETRIES)


def test_a_server_that_recovers_is_the_model_again(server: ModelServer) -> None:
    """One error of the server's own is passed over."""
    responses = iter([error(500)])

    async def recovering(request: Request, body: Body) -> Response:
        return next(responses, None) or await obedient(request, body)

    server.answer = recovering
    assert [decision.source for decision in decide(server.url, one_each())] == ["model"] * 3


def test_a_server_that_asks_for_patience_is_not_waited_for(server: ModelServer) -> None:
    """A long Retry-After does not hold up the village."""
    server.answer = only_for(BERT, responding(lambda: error(503, headers={"Retry-After": "50"})))
    assert_only_bert_falls_back(server, SHORT_TIMEOUT_SECONDS)


def test_an_unreachable_server_leaves_it_all_to_the_rules() -> None:
    """Connection refused: the decisions are the scripted mind's own, but for their source."""
    with model_server() as gone:
        pass
    questions = [question(ANNA, purpose, BERT, said="你好") for purpose in PURPOSES]
    decisions = decide(gone.url, questions)
    assert {decision.source for decision in decisions} == {"fallback"}
    expected = [(rule.choice, rule.lines, rule.about, rule.words) for rule in by_rule(*questions)]
    assert [(d.choice, d.lines, d.about, d.words) for d in decisions] == expected


def test_a_server_that_is_back_is_asked_again(server: ModelServer) -> None:
    """A failed batch does not make the mind give up on its model."""
    answers: dict[str, Any] = {"n": 0}

    async def later(request: Request, body: Body) -> Response:
        answers["n"] += 1
        return error(401) if answers["n"] <= 3 else await obedient(request, body)

    server.answer = later
    sources = [decision.source for decision in decide(server.url, one_each(), one_each())]
    assert sources == ["fallback"] * 3 + ["model"] * 3


# ---- connecting ------------------------------------------------------------------------------------------------------


def test_without_a_name_the_servers_first_model_is_taken(server: ModelServer) -> None:
    """`--mind URL` is enough where a server has one model."""
    assert asyncio.run(connect(server.url, None, "none")).model == "village-model"
    assert asyncio.run(connect(server.url, "other-model", "none")).model == "other-model"


def test_a_mind_bears_its_models_name(server: ModelServer) -> None:
    """The page shows which model thinks."""

    async def name() -> str | None:
        return ModelMind(await connect(server.url, None, "none"), CAST, RULES).name

    assert asyncio.run(name()) == "village-model"


def test_a_server_without_models_is_bad_input(server: ModelServer) -> None:
    """The error says what to do."""
    server.models = ()
    with pytest.raises(BadInput, match="name the model"):
        asyncio.run(connect(server.url, None, "none"))


def test_a_server_that_is_not_there_is_bad_input() -> None:
    """Where no model is named, somebody must be there to ask."""
    with model_server() as gone:
        pass
    with pytest.raises(BadInput, match="start the server"):
        asyncio.run(connect(gone.url, None, "none"))


@pytest.mark.parametrize("path", ["", "/nothing/here", "/html", "/null"])
def test_a_page_that_is_no_model_server_is_bad_input(server: ModelServer, path: str) -> None:
    """Another server's address is found out at once."""
    with pytest.raises(BadInput, match="name the model"):
        asyncio.run(connect(server.url.removesuffix("/v1") + path, None, "none"))


# ---- aloud -----------------------------------------------------------------------------------------------------------


def spoken(url: str, asked: Question, timeout_seconds: float = TIMEOUT_SECONDS) -> list[Decision]:
    """What a visitor hears of an answer as it comes."""

    async def scene() -> list[Decision]:
        async with asyncio.timeout(LIMIT_SECONDS):
            mind = ModelMind(await engine_of(url, timeout_seconds), CAST, ScriptedMind(CAST, 1, piece_seconds=0))
            return [decision async for decision in mind.speak(asked)]

    return asyncio.run(scene())


def test_a_reply_is_heard_as_the_model_writes_it(server: ModelServer) -> None:
    """The words grow piece by piece, and the last is the validated whole."""
    server.answer = saying(json.dumps({"thought": "想一想", "words": "我在田里浇水，你来帮忙吗？"}, ensure_ascii=False))
    heard = spoken(server.url, question(ANNA, "reply", said="忙吗？"))
    assert len(heard) > 2
    assert all(later.words.startswith(earlier.words) for earlier, later in pairwise(heard))
    assert heard[-1] == Decision("model", "say", words="我在田里浇水，你来帮忙吗？")
    assert server.bodies[0]["stream"] is True


def test_a_reply_that_is_of_no_use_is_asked_for_again_and_then_spoken_by_the_rules(server: ModelServer) -> None:
    """What was heard of it is followed by the rules' own words, marked as theirs."""
    server.answer = saying('{"thought": "x", "words": "good beg')
    heard = spoken(server.url, question(ANNA, "reply", said="hello"))
    assert len(server.bodies) == 1 + MAXIMUM_REPAIRS
    assert heard[0].source == "model"
    assert heard[-1] == replace(by_rule(question(ANNA, "reply", said="hello"))[0], source="fallback")


@pytest.mark.parametrize(
    "broken", [silent, dripping, responding(lambda: error(500)), responding(lambda: JSONResponse({}))]
)
def test_a_visitor_is_answered_whatever_the_server_does(server: ModelServer, broken: Answerer) -> None:
    """A server that hangs, drips, fails or sends something else leaves the word to the rules, in bounded time."""
    server.answer = broken
    heard = spoken(server.url, question(ANNA, "reply", said="hello"), timeout_seconds=SHORT_TIMEOUT_SECONDS)
    assert {decision.source for decision in heard} == {"fallback"}
    assert heard[-1].words


def test_who_has_heard_enough_stops_the_model(server: ModelServer) -> None:
    """Closing the iterator closes the stream: the server sees its client go, and stops writing."""
    gone: list[bool] = []

    async def endless(request: Request, body: Body) -> Response:
        async def pieces() -> AsyncIterator[bytes]:
            try:
                yield event('{"thought": "嗯", "words": "从前')
                while True:
                    yield event("有座山，")
                    await asyncio.sleep(0.01)
            finally:
                gone.append(True)

        return StreamingResponse(pieces(), media_type="text/event-stream")

    async def scene() -> None:
        async with asyncio.timeout(LIMIT_SECONDS):
            mind = ModelMind(await engine_of(server.url), CAST, RULES)
            async with aclosing(mind.speak(question(ANNA, "reply", said="讲个故事"))) as growing:
                async for decision in growing:
                    if decision.words.count("山") > 2:
                        break
            while not gone:
                await asyncio.sleep(0.01)

    server.answer = endless
    asyncio.run(scene())
    assert gone
