"""Partings: the words that end a talk by the rules: the character's own, and those that anybody has for the hour."""

from agents.cast import Character, Parting
from sim.chance import below
from sim.clock import MINUTE, SimTime, parse_clock, start_of_day

TURN_SECONDS = 11 * MINUTE
"""After what time somebody has other words: about what lies between the ends of two talks, at the least."""

FOR_THE_HOUR: tuple[Parting, ...] = (
    Parting(before="10:00", zh="趁着早凉，我先忙去了。", en="I'll get on while the morning's cool."),
    Parting(
        before="10:30", zh="日头都上来了，该干活的干活。", en="The sun's well up. Those who have work had better do it."
    ),
    Parting(
        after="10:30", before="12:30", zh="快晌午了，家里还等着吃饭呢。", en="It's nearly noon, and lunch won't wait."
    ),
    Parting(
        after="10:00",
        before="12:00",
        zh="影子都缩到脚底下了，回吧。",
        en="Our shadows have crept under our feet. Time to go.",
    ),
    Parting(
        after="12:00",
        before="14:30",
        zh="大晌午的，我回去眯一会儿。",
        en="Midday's for lying down. So I will, for a bit.",
    ),
    Parting(
        after="12:30", before="15:00", zh="日头正毒，找个阴凉地儿去。", en="That sun bites. I'm off to find some shade."
    ),
    Parting(
        after="14:30",
        before="17:00",
        zh="太阳偏西了，手里的事得赶一赶。",
        en="The sun's going west. I'd better get a move on.",
    ),
    Parting(
        after="15:00", before="17:30", zh="一说就说到这时候了，回见。", en="Is it as late as that already? See you."
    ),
    Parting(
        after="16:30",
        before="18:30",
        zh="谁家炒上菜了，闻见没？我也该回了。",
        en="Smell that? Somebody's cooking. Home for me.",
    ),
    Parting(after="18:00", zh="天要黑了，路上看着点脚下。", en="It's getting dark. Mind your step."),
    Parting(after="19:00", zh="不早了，有话明天再说。", en="It's late. It'll keep till tomorrow."),
)


def fits(words: Parting, time: SimTime) -> bool:
    """Whether the words can be said at this time of day."""
    of_day = time - start_of_day(time)
    return parse_clock(words.after) <= of_day <= parse_clock(words.before)


def parting(who: Character, seed: int, time: SimTime, common: bool = True) -> Parting:
    """One that fits the hour, another from talk to talk; `common` ones, which anybody has, among them or not."""
    own = who.speech.farewells
    fitting = [each for each in (*own, *(FOR_THE_HOUR if common else ())) if fits(each, time)] or own
    first = below(len(fitting), seed, who.id, "parting", 0)
    return fitting[(first + time // TURN_SECONDS) % len(fitting)]
