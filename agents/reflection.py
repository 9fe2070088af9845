"""Reflection: what a character makes of its day, by rule: whose company it liked, and what else the day held.

It is made of the day's memories alone, so no visitor's word can be in it. A model's own reflection is parsed in
`decision`.
"""

from agents.cast import Cast, Words
from agents.memory import TODAY
from agents.observation import Observation, Recalled
from sim.chance import choose
from sim.text import Text

COMPANY: tuple[Words, ...] = (
    Words(zh="今天聊得最投缘的是{name}", en="The best company today was {name}"),
    Words(zh="能和{name}说上几句，这一天就不算白过", en="A day with a word from {name} in it is no day wasted"),
    Words(zh="{name}的话，躺下了还在耳边转", en="What {name} said is still going round in my head"),
    Words(zh="往后得多跟{name}走动走动", en="I ought to see more of {name}"),
)
SOLITUDE: tuple[Words, ...] = (
    Words(zh="今天没跟谁说上几句话，耳根倒是清净", en="Hardly a word with anybody today, and my ears are rested"),
    Words(zh="一个人待了一天，跟影子倒混熟了", en="A day by myself; at least I know my shadow better"),
)
VISIT: tuple[Words, ...] = (
    Words(
        zh="还来了客人，外头的人也惦记着咱桃源呢",
        en="And there was a visitor: somebody out there thinks of our village",
    ),
    Words(zh="有客人来坐过，屋里屋外都添了点热乎气", en="A visitor came by, and left the day a little warmer"),
)
HEARD: tuple[Words, ...] = (
    Words(zh="听来的那桩新鲜事，明天得讲给人听", en="That piece of news I heard: I must pass it on tomorrow"),
    Words(
        zh="村里的事，一阵风就传遍了，我也算添了把风",
        en="News goes round here like the wind, and I did some of the blowing",
    ),
)
DEED: tuple[Words, ...] = (
    Words(
        zh="自己也有了件值得一说的事，睡着了嘴角怕还翘着",
        en="Something worth telling happened to me; I may smile in my sleep",
    ),
    Words(zh="今儿这事办得漂亮，先跟枕头说一遍", en="That went well today. I'll tell my pillow first"),
)
HAPPENING: tuple[Words, ...] = (
    Words(zh="外头的动静，躺下了还在耳边", en="What went on out there is still in my ears"),
    Words(
        zh="今天外头可不平静，这会儿躺着倒觉着踏实",
        en="It was anything but quiet out there; all the better to be in bed",
    ),
)
INTERRUPTION: tuple[Words, ...] = (
    Words(zh="活儿叫人打断过，不亏，明天补上", en="My work was interrupted. No harm done, I'll make it up tomorrow"),
    Words(zh="手里的活停了一阵，可人比活要紧", en="The work stood still for a while, but people come before work"),
)
QUIET: tuple[Words, ...] = (
    Words(zh="该干的都干了，心里踏实", en="I did what there was to do, and that's a good feeling"),
    Words(zh="身子乏了，心里不乏", en="I'm tired, but not of any of it"),
    Words(zh="日子平平的，像碗温水，正好喝", en="An even sort of day, like a bowl of warm water, and just right"),
)


def reflection(cast: Cast, observation: Observation, seed: int, ordinal: int) -> Text:
    """Two sentences about the day that the observation recalls; which of those that fit is drawn."""
    kinds = (_company(observation), _matter(observation))
    drawn = [choose(kind, seed, observation.agent, f"reflect {n}", ordinal) for n, kind in enumerate(kinds)]
    best = _best_talk(observation)
    name = cast.by_id[best.about].name if best else Words(zh="谁", en="nobody")
    zh = "".join(f"{words.zh}。".replace("{name}", name.zh) for words in drawn)
    return Text(zh, " ".join(f"{words.en}.".replace("{name}", name.en) for words in drawn))


def _company(observation: Observation) -> tuple[Words, ...]:
    return COMPANY if _best_talk(observation) else SOLITUDE


def _best_talk(observation: Observation) -> Recalled | None:
    """The most important talk, or the news that came of one: memories of a day come in that order."""
    own = observation.agent
    return next((m for m in observation.memories if m.kind in ("talk", "news") and m.about != own), None)


def _matter(observation: Observation) -> tuple[Words, ...]:
    """What else mattered most."""
    for memory in observation.memories:
        if memory.kind == "visit":
            return VISIT
        if memory.kind == "news":
            return DEED if memory.about == observation.agent else HEARD
        if memory.kind == "happening":
            return HAPPENING
        if memory.kind == "plan" and memory.about != TODAY:
            return INTERRUPTION
    return QUIET
