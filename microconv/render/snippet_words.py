"""The words around tags, whichever form they are shown in."""

from __future__ import annotations

import hashlib
import re

from microconv.core.product import Product
from microconv.core.tags.snippet import Snippet, Snippets, Standing
from microconv.core.text import Language, Text
from microconv.render.plan_parts import client_heading
from microconv.render.plan_words import PROVIDERS
from microconv.render.safe import safe
from microconv.render.style import PLAIN, Style

_STANDINGS = {
    Standing.READY: Text("ready", "設置可能"),
    Standing.NOT_CREATED: Text("not created yet", "未作成"),
    Standing.WAITING: Text("waiting", "待機中"),
    Standing.NOT_NEEDED: Text("no tag needed", "タグ不要"),
    Standing.UNKNOWN: Text("no tag known", "タグ不明"),
}
_PRODUCTS = {Product.GOOGLE_ADS: PROVIDERS["google_ads"], Product.GA4: PROVIDERS["ga4"]}


def heading(snippets: Snippets, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """Whose tags they are."""
    return client_heading(snippets.client, snippets.accounts, style, language, emulated=snippets.emulated)


def title(item: Snippet, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """The conversion and the product of a tag, and its standing where there is none to place."""
    state = "" if item.standing is Standing.READY else f": {_STANDINGS[item.standing].of(language)}"
    return f"{style.paint(safe(item.conversion), bold=True)}  {_PRODUCTS[item.product].of(language)}{state}"


def summary(snippets: Snippets) -> Text:
    """The number of tags to place, and what it took to know them."""
    ready, total = sum(item.standing is Standing.READY for item in snippets.items), len(snippets.items)
    return Text(
        f"{ready} of {total} tags to place. Reading took {snippets.reads} API calls.",
        f"設置するタグ: {total} 件中 {ready} 件。読み取りの API 呼び出し {snippets.reads} 回。",
    )


def file_name(text: str, taken: set[str], ending: str = "") -> str:
    """A file's name that every system takes, made from any text, and not one of `taken`, to which it is added."""
    kept = re.sub(r"[^\w-]", "_", text)[:40].strip("_") or "_"
    name = f"{kept}{ending}"
    reserved = re.fullmatch(r"(?i)con|prn|aux|nul|com\d|lpt\d", kept) is not None
    if kept != text or reserved:
        kept = f"{kept}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"
        name = f"{kept}{ending}"
    count = 1
    while name.casefold() in taken:
        count += 1
        name = f"{kept}-{count}{ending}"
    taken.add(name.casefold())
    return name
