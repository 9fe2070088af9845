"""The default cast against its brief: twenty roles, each with age, clothing, command and two activities."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import pytest
from pydantic import BaseModel

from agents.cast import Character, Subject, Words
from sim.clock import parse_clock
from tests.default_village import default_cast, default_village


class Facts(NamedTuple):
    """What the brief says of one role."""

    role: tuple[str, str]
    age: int
    clothing: tuple[str, str]
    command: str
    activities: tuple[str, str]


BRIEF = {
    "farmer": Facts(
        ("农夫", "farmer"),
        45,
        ("蓝色工作服, 草帽, 橡胶靴", "blue work clothes, straw hat, rubber boots"),
        "去田里浇水。",
        ("工作", "闲聊"),
    ),
    "grandmother": Facts(
        ("老妇人", "grandmother"),
        70,
        ("花裙子, 围裙, 布鞋", "flowered skirt, apron, cloth shoes"),
        "帮我采摘一些苹果。",
        ("休息", "闲聊"),
    ),
    "little_girl": Facts(
        ("小女孩", "little girl"),
        8,
        ("粉色连衣裙, 白色袜子, 运动鞋", "pink dress, white socks, sneakers"),
        "我想去玩秋千！",
        ("玩耍", "寻找"),
    ),
    "teacher": Facts(
        ("老师", "teacher"),
        35,
        ("衬衫, 长裤, 平底鞋", "shirt, trousers, flat shoes"),
        "请把作业交上来。",
        ("教学", "办公"),
    ),
    "vendor": Facts(
        ("商贩", "vendor"),
        50,
        ("夹克, 围裙, 拖鞋", "jacket, apron, slippers"),
        "快来买新鲜的蔬菜！",
        ("销售", "闲聊"),
    ),
    "young_mother": Facts(
        ("年轻母亲", "young mother"),
        30,
        ("T恤, 牛仔裤, 运动鞋", "T-shirt, jeans, sneakers"),
        "带孩子去公园玩吧。",
        ("照顾孩子", "购物"),
    ),
    "retiree": Facts(
        ("退休老人", "retiree"),
        65,
        ("棉质衬衫, 休闲裤, 草鞋", "cotton shirt, casual trousers, straw sandals"),
        "和我一起下棋。",
        ("休闲", "社交"),
    ),
    "shepherd": Facts(
        ("牧羊人", "shepherd"),
        40,
        ("迷彩服, 牛仔靴, 宽边帽", "camouflage, cowboy boots, wide-brimmed hat"),
        "去放羊！",
        ("放羊", "休息"),
    ),
    "repairman": Facts(
        ("修理工", "repairman"),
        38,
        ("工装, 手套, 工作靴", "overalls, gloves, work boots"),
        "帮我搬点工具。",
        ("修理", "闲聊"),
    ),
    "little_boy": Facts(
        ("小男孩", "little boy"),
        6,
        ("T恤, 短裤, 凉鞋", "T-shirt, shorts, sandals"),
        "我想抓蝴蝶！",
        ("玩耍", "探索"),
    ),
    "chef": Facts(
        ("厨师", "chef"),
        33,
        ("厨师服, 围裙, 白色鞋", "chef's whites, apron, white shoes"),
        "准备晚餐！",
        ("烹饪", "招待"),
    ),
    "gardener": Facts(
        ("园丁", "gardener"),
        50,
        ("工作服, 手套, 靴子", "work clothes, gloves, boots"),
        "给花浇水。",
        ("种植", "维护"),
    ),
    "young_farm_woman": Facts(
        ("年轻农妇", "young farm woman"),
        28,
        ("短袖衫, 长裙, 帆布鞋", "short-sleeved top, long skirt, canvas shoes"),
        "去市场买菜。",
        ("采购", "照顾家"),
    ),
    "craftsman": Facts(
        ("工匠", "craftsman"),
        45,
        ("工装, 工具腰带, 靴子", "overalls, tool belt, boots"),
        "帮我搬木材。",
        ("制作", "展示"),
    ),
    "postman": Facts(
        ("邮递员", "postman"),
        32,
        ("制服, 帽子, 运动鞋", "uniform, cap, sneakers"),
        "送信到邻居家。",
        ("送信", "休息"),
    ),
    "shopkeeper": Facts(
        ("小商店老板", "shopkeeper"),
        52,
        ("衬衫, 长裤, 围裙", "shirt, trousers, apron"),
        "欢迎光临，看看有什么需要的。",
        ("销售", "管理"),
    ),
    "fisherman": Facts(
        ("渔夫", "fisherman"),
        47,
        ("防水外套, 渔靴, 帽子", "waterproof coat, waders, hat"),
        "去钓鱼吧！",
        ("钓鱼", "归来"),
    ),
    "pupil": Facts(
        ("小学生", "pupil"),
        10,
        ("校服, 运动鞋", "school uniform, sneakers"),
        "我想去上学！",
        ("上课", "玩耍"),
    ),
    "vet": Facts(
        ("兽医", "vet"),
        36,
        ("白大褂, 手套, 靴子", "white coat, gloves, boots"),
        "检查一下动物。",
        ("检查", "治疗"),
    ),
    "ranch_owner": Facts(
        ("农场主", "ranch owner"),
        55,
        ("牛仔衬衫, 牛仔裤, 工作靴", "denim shirt, jeans, work boots"),
        "帮我收割庄稼。",
        ("管理", "巡视"),
    ),
}
IDS = sorted(BRIEF)


def character(own_id: str) -> Character:
    return default_cast().by_id[own_id]


def both(words: Words) -> tuple[str, str]:
    return words.zh, words.en


def words_in(part: object) -> Iterator[Words]:
    """Everything said in both languages, however deep."""
    if isinstance(part, Words):
        yield part
    elif isinstance(part, BaseModel):
        yield from chain.from_iterable(words_in(value) for _, value in part)
    elif isinstance(part, tuple):
        yield from chain.from_iterable(words_in(value) for value in part)


def test_the_cast_is_the_twenty_of_the_brief() -> None:
    """Twenty ids, no more and no fewer, each once."""
    assert sorted(default_cast().by_id) == IDS
    assert len(IDS) == 20


@pytest.mark.parametrize("own_id", IDS)
def test_a_character_has_the_facts_of_its_role(own_id: str) -> None:
    """Role, age, clothing, command and the names of both activities are the brief's own words."""
    who = character(own_id)
    first, second = (activity.name.zh for activity in who.activities)
    found = Facts(both(who.role), who.age, both(who.clothing), who.command.words.zh, (first, second))
    assert found == BRIEF[own_id]


@pytest.mark.parametrize("own_id", IDS)
def test_a_character_lives_in_a_home_of_the_map(own_id: str) -> None:
    """Its home is a place of the map with a bed in it."""
    home = default_village().town_map.places[character(own_id).home]
    assert home.id.startswith("home_")
    assert any(seat.use == "sleep" for seat in home.seats)


@pytest.mark.parametrize("own_id", IDS)
def test_a_characters_day_holds_both_its_activities_and_three_meals(own_id: str) -> None:
    """Whoever lives through a day as planned does everything that belongs to the role."""
    who = character(own_id)
    planned = {entry.activity for entry in who.day.plan}
    assert planned >= {*who.activity_by_id, "breakfast", "lunch", "supper"}
    assert who.command.activity in who.activity_by_id


@pytest.mark.parametrize("own_id", IDS)
def test_a_characters_own_activities_do_not_hide_shared_ones(own_id: str) -> None:
    """An activity's id means one thing for one character."""
    assert len(character(own_id).activity_by_id) == 2
    assert character(own_id).activity_by_id.keys().isdisjoint(default_cast().common_by_id)


@pytest.mark.parametrize("own_id", IDS)
def test_a_character_is_awake_by_day(own_id: str) -> None:
    """Everyone is up at eight in the morning and at six in the evening."""
    day = character(own_id).day
    assert parse_clock(day.wake) < parse_clock("08:00") < parse_clock("18:00") < parse_clock(day.sleep)


@pytest.mark.parametrize("own_id", IDS)
def test_a_character_says_everything_in_both_languages(own_id: str) -> None:
    """Chinese words have Chinese in them, English words have none."""

    def chinese(text: str) -> bool:
        return any("\u4e00" <= letter <= "\u9fff" for letter in text)

    said = list(words_in(character(own_id)))
    assert len(said) > 60
    assert [words for words in said if not chinese(words.zh) or chinese(words.en)] == []


@pytest.mark.parametrize("own_id", IDS)
def test_a_character_has_three_short_lines_for_who_comes_back(own_id: str) -> None:
    """At most forty Chinese characters each: a greeting is a breath long."""
    again = character(own_id).speech.to_visitor.again
    assert len(again) == 3
    assert [line.zh for line in again if len(line.zh) > 40] == []


def test_a_characters_views_cover_every_subject() -> None:
    """Whatever is brought up, everybody has something to say about it."""
    for who in default_cast().characters:
        for subject in Subject:
            assert who.speech.views.about(subject)


def test_names_are_peoples_own() -> None:
    """No two villagers share a name in either language."""
    names = [both(who.name) for who in default_cast().characters]
    assert len({zh for zh, _ in names}) == len({en for _, en in names}) == 20


def test_nobody_borrows_a_line() -> None:
    """No line is spoken by two characters, or by one in two places."""
    lines = [words.zh for who in default_cast().characters for words in words_in(who.speech)]
    assert sorted(line for line in set(lines) if lines.count(line) > 1) == []
