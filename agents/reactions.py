"""Reactions: what the rules choose when something happens, by whose business it is, by age, and by chance."""

from agents.ages import is_child, is_old
from agents.cast import Character, Words
from agents.observation import GO, HOME, PASS
from sim.happenings import Kind

GOING_PERCENT: dict[Kind, int] = {"market_day": 50, "festival": 80, "stranger": 30, "lost_lamb": 25, "fire": 60}
HOME_PERCENT: dict[Kind, int] = {"rain": 25, "storm": 65, "snow": 15, "fire": 5}
"""How often a grown-up at leisure goes to see, or goes home."""
CHILDS_PERCENT, OLD_PERCENT, WORKERS_PERCENT = 30, 45, -20
"""How much more often a child goes to see, an old person goes home, and somebody at work does either."""
CALL_PERCENT = 40
"""How often somebody says aloud what it does about it."""
CALLS_OUT: dict[Kind, tuple[Words, ...]] = {
    "rain": (
        Words(zh="下雨了，快收衣裳！", en="It's raining. Quick, get the washing in!"),
        Words(zh="这雨说来就来。", en="That rain came out of nowhere."),
    ),
    "storm": (
        Words(zh="打雷了，快进屋！", en="Thunder! Get inside!"),
        Words(zh="好大的雨，快走快走！", en="It's pouring. Come on, run!"),
    ),
    "snow": (
        Words(zh="下雪啦！", en="It's snowing!"),
        Words(zh="瑞雪兆丰年哪。", en="Snow now, a good harvest later."),
    ),
    "market_day": (
        Words(zh="赶集去喽！", en="Off to the market!"),
        Words(zh="今儿集上热闹，瞧瞧去。", en="The market's lively today. Let's have a look."),
    ),
    "festival": (
        Words(zh="走，凑热闹去！", en="Come on, let's join in!"),
        Words(zh="过节喽！", en="It's a holiday!"),
    ),
    "stranger": (
        Words(zh="那边来了个生人。", en="There's somebody new over there."),
        Words(zh="那是谁呀？瞧瞧去。", en="Who's that? Let me go and see."),
    ),
    "lost_lamb": (
        Words(zh="谁家的小羊在叫？", en="Whose lamb is that crying?"),
        Words(zh="小羊走丢了，我去看看。", en="A lamb has strayed. I'll go and see."),
    ),
    "fire": (
        Words(zh="着火了！快来人啊！", en="Fire! Somebody come, quick!"),
        Words(zh="提上水桶，救火去！", en="Grab a bucket, there's a fire!"),
    ),
}


def reaction(character: Character, what: Kind, options: tuple[str, ...], is_working: bool, percent: int) -> str:
    """The option that the character takes: what is its business it sees to; else it depends on who it is."""
    busy = WORKERS_PERCENT if is_working else 0
    going = GOING_PERCENT.get(what, 0) + busy + (CHILDS_PERCENT if is_child(character) else 0)
    if what in character.heeds:
        going = 100
    if GO in options and percent < going:
        return GO
    leaving = HOME_PERCENT.get(what, 0) + busy + (OLD_PERCENT if is_old(character) else 0)
    return HOME if HOME in options and percent >= 100 - leaving else PASS
