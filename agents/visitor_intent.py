"""What a visitor seems to want, by the words in it: for the rules' replies only. A model reads the words itself."""

import re
from enum import StrEnum

from agents.cast import Activity, Character, Subject


class Intent(StrEnum):
    """What the rules can tell apart."""

    HELLO = "hello"
    NAME = "name"
    AGE = "age"
    WHO = "who"
    DOING = "doing"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    OTHER = "other"


_INTENTS: tuple[tuple[Intent, re.Pattern[str]], ...] = tuple(
    (intent, re.compile(pattern, re.IGNORECASE))
    for intent, pattern in (
        (Intent.GOODBYE, r"再见|拜拜|回头见|先走|\b(good ?bye|bye|see you|farewell)\b"),
        (Intent.THANKS, r"谢谢|多谢|感谢|\b(thanks?|thank you|thx)\b"),
        (Intent.DOING, r"干什么|干啥|做什么|做啥|忙什么|忙啥|在干嘛|\bwhat are you (doing|up to)\b|\bbusy\b"),
        (Intent.NAME, r"叫什么|你叫啥|怎么称呼|贵姓|\byour name\b"),
        (Intent.AGE, r"多大|几岁|年纪|岁数|\bhow old are you\b|\byour age\b"),
        (Intent.WHO, r"你是谁|介绍一下|\bwho are you\b|\babout yourself\b"),
        (Intent.HELLO, r"你好|您好|早上好|下午好|晚上好|早啊|\b(hi|hello|hey|good (morning|afternoon|evening))\b"),
    )
)

_SUBJECTS: tuple[tuple[Subject, re.Pattern[str]], ...] = tuple(
    (subject, re.compile(pattern, re.IGNORECASE))
    for subject, pattern in (
        (Subject.WEATHER, r"天气|下雨|太阳|刮风|雪|冷|热(?!闹)|\b(weather|rain|sun|wind|snow|cold|hot)\b"),
        (Subject.CROPS, r"庄稼|种地|麦|稻|收成|浇水|\b(crops?|wheat|rice|harvest|farm(ing)?|fields?)\b"),
        (Subject.FOOD, r"吃|饭|菜谱|做菜|好吃|面条|饺子|\b(eat|food|cook(ing)?|recipe|meal|dinner|lunch|supper)\b"),
        (Subject.MARKET, r"市场|集市|赶集|价钱|多少钱|买|卖|\b(market|price|buy|sell|cheap|expensive)\b"),
        (Subject.CHILDREN, r"孩子|娃|小孩|儿子|女儿|\b(child|children|kids?|son|daughter)\b"),
        (Subject.SCHOOL, r"学校|上学|作业|老师|读书|\b(school|homework|teacher|study|lessons?)\b"),
        (Subject.ANIMALS, r"羊|牛|鸡|狗|猫|马|牲口|动物|\b(sheep|cows?|hens?|dogs?|cats?|animals?|horse)\b"),
        (Subject.TOOLS, r"工具|锄头|修|锤|木工|\b(tools?|repair|hammer|fix|mend)\b"),
        (Subject.RIVER, r"河|鱼|钓|桥|\b(river|fish(ing)?|bridge)\b"),
        (Subject.FLOWERS, r"花(?!钱)|草|树|园子|蝴蝶|\b(flowers?|gardens?|trees?|butterfl(y|ies))\b"),
        (Subject.HEALTH, r"身体|生病|医|药|腰|睡|\b(health|sick|ill|medicine|doctor|sleep)\b"),
        (Subject.NEWS, r"新鲜事|新闻|听说|最近|消息|\b(news|heard|lately|recently|gossip)\b"),
    )
)


_ASKING = re.compile(
    r"请|帮|替我|给我|麻烦|劳驾|能不能|能否|可不可以|(?:能|可以).{0,12}吗|咱们|咱俩|一起|陪我|想(?:听|看|要|请|让)|"
    r"(?:讲|说|来|唱)(?:个|段|一)|^(?:你?快?去|走|来).|吧[。！!~]*$|"
    r"\b(?:please|(?:could|can|would|will|won't) you|let'?s|help me|go and|may i|i'd like|"
    r"tell (?:me|us) (?:an?|another|one|some|your|the)|i (?:would like|want))\b",
    re.IGNORECASE,
)
"""How a wish is put, as far as the rules can tell it from a remark about the same thing."""
_ASKING_ABOUT = re.compile(
    r"为什么|怎么(?!样)|什么时候|说说你|\b(?:why|when|about|how (?:do|did|does|is|are|was|many|much))\b", re.IGNORECASE
)


def language_of(said: str, otherwise: str) -> str:
    """The language that a visitor just used, if that can be told: who writes Chinese is answered in it."""
    if any("\u4e00" <= character <= "\u9fff" for character in said):
        return "zh"
    return "en" if said.isascii() and any(map(str.isalpha, said)) else otherwise


def intent_of(said: str) -> Intent:
    """What the visitor wants; a visitor who has only come up is greeted."""
    if not said.strip():
        return Intent.HELLO
    return next((intent for intent, pattern in _INTENTS if pattern.search(said)), Intent.OTHER)


def subject_of(said: str) -> Subject | None:
    """The subject that the visitor brought up, if it is one that everybody has a view on."""
    return next((subject for subject, pattern in _SUBJECTS if pattern.search(said)), None)


def wish_of(said: str, character: Character) -> Activity | None:
    """The activity of its own that the visitor asks the character for, if it is a plain wish for one."""
    if not _ASKING.search(said) or _ASKING_ABOUT.search(said):
        return None
    return next((own for own in character.activities if any(_has(said, word) for word in own.asked_by)), None)


def _has(said: str, keyword: str) -> bool:
    """Chinese keywords stand anywhere, English ones where a word begins."""
    beginning = r"\b" if keyword.isascii() else ""
    return re.search(beginning + re.escape(keyword), said, re.IGNORECASE) is not None
