"""Telling: how the rules put a piece of news into a talk, and what the other says to it."""

from collections.abc import Callable, Sequence

from agents.cast import MAXIMUM_LINE_LENGTH, Cast, Character, Words
from agents.observation import Tidings

OPENINGS: tuple[Words, ...] = (
    Words(zh="哎，听说了没有？", en="Hey, have you heard?"),
    Words(zh="跟你说个新鲜事：", en="Here's a bit of news for you:"),
    Words(zh="你猜怎么着？", en="Guess what?"),
    Words(zh="这事你准还不知道：", en="I bet you don't know this yet:"),
    Words(zh="过来，小声点说：", en="Come here, I'll say it quietly:"),
    Words(zh="村里都快传遍了，", en="It's nearly all over the village:"),
)
OWN_OPENINGS: tuple[Words, ...] = (
    Words(zh="我这儿有桩事，头一个说给你听：", en="Something happened to me, and you're the first to hear:"),
    Words(zh="别人先不告诉，就告诉你：", en="I'm not telling anybody else yet, only you:"),
    Words(zh="自家的事自家报：", en="Let me be the one to report it:"),
)
ANSWERS: tuple[Words, ...] = (
    Words(zh="{name}？还真有这事！", en="{name}? You don't say!"),
    Words(zh="哟，{name}这回可露脸了。", en="Well, well. That's one for {name}."),
    Words(zh="我说呢，怪不得刚才有人念叨{name}。", en="So that's why somebody was going on about {name} just now."),
    Words(zh="这话要不是你说，我还不信是{name}。", en="If it weren't you telling me, I'd never believe it of {name}."),
    Words(zh="{name}嘛，我一点儿不奇怪。", en="{name}? I'm not the least bit surprised."),
    Words(zh="回头我得当面问问{name}去。", en="I'll have to ask {name} about that in person."),
)
SOURCES: tuple[Words, ...] = (
    Words(zh="是{name}亲口跟我说的，一个字没添。", en="I had it from {name}, and I haven't added a word."),
    Words(zh="我也是听{name}说的，你要传，可别说是我。", en="{name} told me. If you pass it on, leave me out of it."),
    Words(zh="{name}说的，那还能有假？", en="{name} said so. It must be true."),
)
PROOFS: tuple[Words, ...] = (
    Words(zh="不信你自己瞧去，我等着。", en="If you don't believe it, go and look. I'll wait."),
    Words(zh="这可没掺水，掺一滴我认罚。", en="There's no water in that, or you may fine me by the drop."),
    Words(zh="你可别往外传……传也行，别传走样了。", en="Don't spread it… Oh, do, only don't spread it wrong."),
)
HEARSAY = Words(zh="刚听{name}说的：", en="I just heard this from {name}:")


def telling(
    cast: Cast, host: Character, guest: Character, news: Tidings, draw: Callable[[Sequence[Words]], Words]
) -> list[tuple[Character, Words]]:
    """The host tells, the guest answers, the host vouches for it: with its own eyes, or with whom it has it from."""
    own = news.teller == host.id
    return [
        (host, _after(draw(OWN_OPENINGS if own else OPENINGS), news)),
        (guest, _naming(draw(ANSWERS), _name(cast, news.origin))),
        (host, _naming(draw(PROOFS if own else SOURCES), _name(cast, news.teller))),
    ]


def passed_on(cast: Cast, news: Tidings, own_id: str) -> Words:
    """The news as a visitor hears it who asks for some."""
    if news.teller == own_id:
        return _after(OWN_OPENINGS[-1], news)
    return _after(_naming(HEARSAY, _name(cast, news.teller)), news)


def _name(cast: Cast, own_id: str) -> Words:
    return cast.by_id[own_id].name


def _naming(words: Words, name: Words) -> Words:
    return Words(zh=words.zh.replace("{name}", name.zh), en=words.en.replace("{name}", name.en))


def _after(lead: Words, news: Tidings) -> Words:
    """The news with the words that lead up to it, cut where a line must end."""
    zh, en = f"{lead.zh}{news.zh}。", f"{lead.en} {news.en}."
    return Words(zh=zh[:MAXIMUM_LINE_LENGTH], en=en[:MAXIMUM_LINE_LENGTH])
