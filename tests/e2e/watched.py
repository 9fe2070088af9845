"""A visit whose page tells of everything that words might do to it, and of every text that it ever showed."""

from typing import Any
from urllib.parse import urlsplit

from tests.e2e.visit import Visit

WATCH = """(() => {
    const deeds = [], shown = new Set();
    const deed = (what) => (...details) => void deeds.push([what, ...details.map(String)].join(" "));
    for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = deed(name);
    Object.defineProperty(window, "wicked", { get: () => deed("called"), set: deed("set") });
    document.addEventListener("securitypolicyviolation", (event) => {
        deeds.push(`violation ${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
    new MutationObserver((mutations) => {
        for (const { addedNodes } of mutations) {
            for (const node of addedNodes) if (node.nodeType === Node.TEXT_NODE) shown.add(node.data);
        }
    }).observe(document, { childList: true, subtree: true });
    Object.assign(window, { deeds, shown });
})()"""
"""Runs before the page's own script. The page sets text by `textContent`: each is a node that is added."""
STRANGE = """() => {
    const tags = "iframe, object, embed, base, svg, math, style, template, marquee, video, audio, portal, table, font, "
        + "b, i, u, s, h3, textarea, select, frameset, plaintext, xmp, x, body script, [style*=url], [id=wicked]";
    const addresses = ["src", "href", "srcset", "action", "formaction", "data", "ping", "background", "xlink:href"];
    const isOurs = (value) => /^(#|\\.?\\/(assets|art|tiles)\\/)/.test(value) || value.startsWith(location.origin);
    const own = "svg.icon, svg.timeline-marks, dialog h3, select.timeline-speed, select.happen-select, .happen-words";
    const isOwnDrawing = (node) => node.matches(own);
    const isForeign = (node) => node.matches(tags) && !isOwnDrawing(node);
    const isStrange = (node) => isForeign(node) || [...node.attributes].some(({ name, value }) =>
        name.startsWith("on") || name === "srcdoc"
        || (addresses.includes(name) && !isOurs(value) && !node.matches(".leaflet-control a, .leaflet-tile")));
    return [...document.querySelectorAll("*")].filter(isStrange).map((node) => node.outerHTML.slice(0, 200));
}"""
"""Elements and attributes that the page makes none of."""


class WatchedVisit(Visit):
    """A visit that is looked at closely."""

    def _listen(self) -> None:
        self.context.add_init_script(WATCH)
        super()._listen()

    @property
    def shown(self) -> set[str]:
        """Every text that the page has shown."""
        return set(self.page.evaluate("[...window.shown]"))

    def text_of(self, selector: str) -> list[str]:
        """The text of each element, letter by letter."""
        texts: list[str] = self.page.eval_on_selector_all(selector, "all => all.map((node) => node.textContent)")
        return texts

    @property
    def happenings(self) -> dict[str, Any]:
        """Scripts that ran, elements that came of words, requests for them, rules broken, pages opened; {} is well."""
        self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
        facts: dict[str, Any] = {
            "deeds": self.page.evaluate("window.deeds"),
            "strange elements": self.page.evaluate(STRANGE),
            "complaints": self.complaints,
            "asked for": [address for address in self.asked if not self._is_expected(address)],
            "pages": [page.url for page in self.context.pages if page.url != self.address],
        }
        return {what: found for what, found in facts.items() if found}

    def _is_expected(self, address: str) -> bool:
        parts = urlsplit(address)
        if parts.scheme == "data":
            return address.startswith("data:image/")
        return parts.netloc == urlsplit(self.address).netloc and "wicked" not in address.lower()
