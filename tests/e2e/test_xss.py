"""Words are text: over a hundred wicked strings come in by every way there is, and none does anything but be read."""

import json
import shutil
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi import Request
from playwright.sync_api import Browser, expect
from starlette.responses import Response, StreamingResponse
from websockets.sync.client import connect

import scenarios
from tests.command import served
from tests.e2e.visit import Message
from tests.e2e.watched import WatchedVisit
from tests.e2e.wicked import KINDS, NAMES, WICKED, packed
from tests.model_server import Body, completion, model_server

PACE = "120"
SHIPPED = Path(scenarios.__file__).parent
LONGEST_LINE, LONGEST_REPLY, LONGEST_SAYING = 200, 260, 490
FIT = "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏闰余成岁律吕调阳云腾致雨露结为霜"
"""What a model says must be Chinese and no loop, or nobody hears it: the Thousand Characters begin it."""
MORE = "金生丽水玉出昆冈剑号巨阙珠称夜光果珍李柰菜重芥姜海咸河淡鳞潜羽翔龙师火帝鸟官人皇"
LINES = packed(WICKED, LONGEST_LINE)
PACKS = [f"{FIT}{MORE} {pack}" for pack in packed(WICKED, LONGEST_REPLY)]
SAYINGS = [f"问：{saying}" for saying in packed(WICKED, LONGEST_SAYING)]
SPOKEN = [f"{FIT} {string}" for string in WICKED if len(FIT) + 1 + len(string) <= LONGEST_LINE]
DRAWN_SINCE = "time => window.taoyuan.drawn().time >= time"
LEAST_BUBBLES = 24
NAMED = ("name", "role", "words")
"""Fields that take one string; the others take as many as one line holds."""
FACTS = ("background", "temperament", "clothing")
"""What the panel tells of a character."""
LEFT_ALONE = {"speech", "voice", "day"}
"""What a character says by rule is told in `says`; there are 1,700 pieces of the rest."""


@pytest.fixture
def look(browser: Browser) -> Iterator[Callable[[int], WatchedVisit]]:
    """Opens a watched page."""
    visits: list[WatchedVisit] = []

    def open_one(port: int) -> WatchedVisit:
        visits.append(WatchedVisit(browser, port, reduced_motion="reduce"))
        return visits[-1]

    yield open_one
    for visit in visits:
        visit.close()


def test_there_are_over_a_hundred_strings() -> None:
    """Of eleven kinds, all different, none empty at its ends."""
    assert len(WICKED) == len(set(WICKED)) >= 100
    assert len(KINDS) == 11
    assert all(string == string.strip() and len(string) <= LONGEST_LINE for string in WICKED)
    assert all(len(name) <= 24 and name.isprintable() for name in NAMES)


def test_the_watch_sees_what_it_is_there_to_see(port: int, look: Callable[[int], WatchedVisit]) -> None:
    """If words were taken for markup, or a script came in, these tests would know; and the policy lets none run."""
    visit = look(port)
    assert visit.happenings == {}
    visit.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.wicked = 1";
            document.body.append(script);
            document.querySelector("#notices").innerHTML = "<img src='/wicked.png' onerror='window.wicked = 1'>";
            document.querySelector("#notices").innerHTML += "<i style='color: red'></i>";
        }"""
    )
    visit.page.wait_for_function("window.deeds.length >= 3")
    deeds = visit.page.evaluate("window.deeds")
    assert not any(deed.startswith(("set", "called")) for deed in deeds), "an inline script ran"
    assert {deed.split()[1] for deed in deeds} == {"script-src-elem", "script-src-attr", "style-src-attr"}
    assert any("wicked.png" in address for address in visit.happenings["asked for"])
    assert len(visit.happenings["strange elements"]) >= 3


# ---- visitors' names -------------------------------------------------------------------------------------------------


def test_names_of_visitors_are_text(port: int, look: Callable[[int], WatchedVisit]) -> None:
    """Each pauses the village, and the page says by that name who did."""
    visit = look(port)
    for name in NAMES:
        _pause_as(port, name)
        expect(visit.page.locator(".paused")).to_contain_text(name)
    visit.page.locator(".visitor-name").fill(NAMES[0])
    visit.page.keyboard.press("Tab")
    visit.until(lambda message: _is_named(message, NAMES[0]), len(visit.received) - 1)
    visit.page.locator(".pause").click()
    expect(visit.page.locator(".paused")).to_be_hidden()
    assert visit.happenings == {}


def _pause_as(port: int, name: str) -> None:
    """Come, pause and go, as soon as that is known."""
    with connect(f"ws://127.0.0.1:{port}/ws", max_size=None, proxy=None) as socket:
        socket.send(json.dumps({"type": "hello", "name": name}))
        you = json.loads(socket.recv(timeout=30))["you"]
        for kind in ("resume", "pause"):  # who paused first is named
            socket.send(json.dumps({"type": kind}))
        while (message := json.loads(socket.recv(timeout=30)))["type"] != "clock" or message.get("paused_by") != you:
            assert message["type"] != "error", (you, message)


def _is_named(message: Message, name: str) -> bool:
    return message["type"] == "visitor" and message["visitor"]["name"] == name


# ---- chat, and what a model says -------------------------------------------------------------------------------------


@dataclass
class WickedModel:
    """A model that answers everything with wicked strings, and chooses to talk where it can."""

    words: str = SPOKEN[0]
    """What it says to a visitor."""
    numbers: Iterator[int] = field(default_factory=count)

    async def __call__(self, request: Request, body: Body) -> Response:
        """The answer to one request, in pieces if it is to be streamed."""
        properties = body["response_format"]["json_schema"]["schema"]["properties"]
        text = json.dumps({name: self._part(name, part) for name, part in properties.items()})
        return _streamed(text) if body.get("stream") else completion(text)

    def _part(self, name: str, part: Body) -> Any:
        if "enum" in part:
            return part["enum"][-1]
        if name == "lines":
            speakers = part["items"]["properties"]["speaker"]["enum"]
            return [{"speaker": speakers[turn % 2], "text": self._next()} for turn in range(8)]
        return self.words if name == "words" else self._next()

    def _next(self) -> str:
        return SPOKEN[next(self.numbers) % len(SPOKEN)]


def _streamed(text: str) -> Response:
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 0, "model": "village-model"}
    pieces = [text[start : start + 40] for start in range(0, len(text), 40)]
    events = [{**head, "choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
    lines = [f"data: {json.dumps(event)}\n\n" for event in events] + ["data: [DONE]\n\n"]
    return StreamingResponse(iter(lines), media_type="text/event-stream")


def test_chat_and_what_a_model_says_are_text(tmp_path: Path, look: Callable[[int], WatchedVisit]) -> None:
    """All strings are said to a character, answered by the model, and spoken in the villagers' own talks."""
    with model_server() as server:
        server.answer = model = WickedModel()
        options = ("--seed", "7", "--pace", PACE, "--mind", f"{server.url}#wicked")
        with served(tmp_path / "village.db", *options) as (_, port):
            visit = look(port)
            visit.page.locator(".entry[data-state=idle], .entry[data-state=working]").first.click()
            for saying, model.words in zip(cycle(SAYINGS), PACKS, strict=False):
                since = len(visit.received)
                visit.page.locator(".say-field").fill(saying)
                visit.page.keyboard.press("Enter")
                visit.until(lambda message: message.get("text") == model.words, since)
                # Nobody may say more than about a line a second, which is PACE seconds in the village.
                visit.page.wait_for_function(DRAWN_SINCE, arg=visit.drawn["time"] + float(PACE))
            visit.page.wait_for_function(
                "([wicked, least]) => wicked.filter((words) => window.shown.has(words)).length >= least",
                arg=[SPOKEN, LEAST_BUBBLES],
            )
            assert set(SAYINGS) | set(PACKS) <= visit.shown
            assert visit.happenings == {}


# ---- the scenario ----------------------------------------------------------------------------------------------------


@dataclass
class WickedScenario:
    """The shipped scenario with its words exchanged for wicked ones."""

    folder: Path
    numbers: dict[str, Iterator[int]] = field(default_factory=lambda: defaultdict(count))
    places: list[str] = field(default_factory=list)

    def write(self) -> list[dict[str, Any]]:
        """Write its files; the characters as they now are."""
        (self.folder / "cast").mkdir()
        (self.folder / "wicked.yaml").write_text(
            yaml.safe_dump({"name": self._words("name"), "map": "map.tmj", "cast": "cast"}), encoding="utf-8"
        )
        shutil.copy(SHIPPED / "casts" / "village" / "_common.yaml", self.folder / "cast")
        self._write_map()
        paths = sorted((SHIPPED / "casts" / "village").glob("[!_]*.yaml"))
        characters = [self._spoilt(yaml.safe_load(path.read_text(encoding="utf-8")), "") for path in paths]
        for path, character in zip(paths, characters, strict=True):
            (self.folder / "cast" / path.name).write_text(yaml.safe_dump(character), encoding="utf-8")
        return characters

    def _write_map(self) -> None:
        tiled = json.loads((SHIPPED / "maps" / "village.tmj").read_text(encoding="utf-8"))
        places = next(layer["objects"] for layer in tiled["layers"] if layer["name"] == "places")
        for place in places:
            words = self._words("name")
            self.places.append(words["zh"])
            for item in place["properties"]:
                item["value"] = words.get(item["name"], item["value"])
        (self.folder / "map.tmj").write_text(json.dumps(tiled), encoding="utf-8")

    def _spoilt(self, value: Any, key: str) -> Any:
        if isinstance(value, dict) and set(value) == {"zh", "en"}:
            return self._words(key)
        if isinstance(value, dict):
            return {name: part if name in LEFT_ALONE else self._spoilt(part, name) for name, part in value.items()}
        return [self._spoilt(part, key) for part in value] if isinstance(value, list) else value

    def _words(self, key: str) -> dict[str, str]:
        """A string for a name, as many as one line holds for a text; the same in both languages."""
        number = next(self.numbers["fact" if key in FACTS else "name" if key in NAMED else key])
        text = WICKED[number % len(WICKED)] if key in NAMED else LINES[number % len(LINES)]
        return {"zh": text, "en": text}


def test_a_scenario_is_text(tmp_path: Path, look: Callable[[int], WatchedVisit]) -> None:
    """Names, roles, looks, clothes, temperaments, stories, commands, sayings and places are read as written."""
    scenario, whereabouts = WickedScenario(tmp_path), []
    characters = scenario.write()
    with served(tmp_path / "village.db", str(tmp_path / "wicked.yaml"), "--pace", PACE) as (_, port):
        visit = look(port)
        expect(visit.entries).to_have_count(len(characters))
        for number in range(len(characters)):
            visit.entries.nth(number).click()
            name = visit.text_of(".panel-name")
            character = next(one for one in characters if one["name"]["zh"] == name[0])
            role, texts, command = visit.text_of(".panel-role"), visit.text_of(".facts dd"), visit.text_of(".command")
            assert role == [f"{character['role']['zh']} · {character['age']} 岁"]
            assert texts == [character[fact]["zh"] for fact in FACTS]
            whereabouts += visit.text_of(".panel-doing")
            assert command == [character["command"]["words"]["zh"]]
            visit.page.locator(".back").click()
        says = [line["zh"] for one in characters for activity in one["activities"] for line in activity["says"]]
        visit.page.wait_for_function("says => says.filter((words) => window.shown.has(words)).length >= 6", arg=says)
        assert any(place in text for text in whereabouts for place in scenario.places), "no place was named"
        assert visit.happenings == {}
        missing = [string for string in WICKED if not any(string in text for text in visit.shown)]
    assert missing == []
