"""The door page: what a person sees who comes to a village that asks for a token, and brings none or a wrong one.

It is whole in itself, for nothing else of the village is served to who has no token; its style is allowed by its hash.
"""

from base64 import b64encode
from hashlib import sha256

_STYLE = """
:root { color-scheme: light dark; --paper: #f6f0e0; --ink: #3b2f26; --soft: #6f6152; --red: #9c3a2b; --line: #cdbf9f; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #211c1a; --ink: #f0e6d2; --soft: #b9ab95; --red: #f0937c; --line: #55483b; }
}
body { margin: 0; min-height: 100vh; display: grid; place-items: center; background: var(--paper); color: var(--ink);
  font: 17px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; }
main { width: min(22rem, 100% - 3rem); }
h1 { margin: 0 0 .2em; font-size: 2.2rem; letter-spacing: .1em; }
h1 small { font-size: 1rem; letter-spacing: 0; color: var(--soft); }
p { margin: .4em 0; }
.wrong { color: var(--red); font-weight: 600; }
label { display: block; margin-top: 1.2em; }
input, button { box-sizing: border-box; width: 100%; margin-top: .5em; padding: .6em .8em; border-radius: .5em;
  font: inherit; }
input { border: 1px solid var(--line); background: transparent; color: inherit; }
button { border: 0; background: var(--red); color: var(--paper); cursor: pointer; }
:focus-visible { outline: 3px solid var(--red); outline-offset: 2px; }
"""
STYLE_SOURCE = f"'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
"""What a Content-Security-Policy must allow for the page to look as it should."""
_WRONG = '<p class="wrong" role="alert" id="wrong">口令不对，再试一次。<br>That is not the token. Try again.</p>'
_PAGE = f"""<!doctype html>
<html lang="zh-Hans">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>桃源 Taoyuan</title>
<style>{_STYLE}</style>
<main>
<h1>桃源 <small>Taoyuan</small></h1>
<p>村口有人问：口令？<br>Somebody at the gate asks for the token.</p>
{{wrong}}
<form action="/">
<label>口令 Token
<input type="password" name="token" required autofocus autocomplete="current-password"{{described}}></label>
<button>进村 Enter</button>
</form>
<p>口令由开村的人给你。Whoever opened the village can tell you.</p>
</main>
</html>
"""


def door_page(is_wrong: bool) -> str:
    """The page; `is_wrong` after a token that was not the right one."""
    filled = (_WRONG, ' aria-invalid="true" aria-describedby="wrong"') if is_wrong else ("", "")
    return _PAGE.replace("{wrong}", filled[0]).replace("{described}", filled[1])
