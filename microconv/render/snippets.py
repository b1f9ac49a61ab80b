"""Tags for a website: as text to read, as code to paste, as JSON.

Code holds names from configs and accounts: in JavaScript they are strings without a sign that could end the string or
its script, in HTML comments nothing that could end the comment.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import Any

from microconv.core.json_text import json_text
from microconv.core.product import Product
from microconv.core.tags.snippet import Moment, Parameter, Snippet, Snippets, Standing
from microconv.core.text import NO_TEXT, Language, Text
from microconv.core.value import number
from microconv.render.safe import safe
from microconv.render.snippet_words import file_name, heading, summary, title
from microconv.render.style import PLAIN, Style
from microconv.render.tag_manager_form import as_data, once, rows

FORMAT = 1
"""Version of the JSON document."""

_JS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027", "`": "\\u0060"})
_HTML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_GLOBAL_WHERE = Text(
    "once on every page, as high in its <head> as possible. Where the site already has a Google tag, add only the "
    "`config` lines that it does not have.",
    "すべてのページの <head> 内のできるだけ上に 1 回だけ設置します。サイトにすでに Google タグがある場合は、"
    "足りない `config` の行だけを追加します。",
)
_NUMBER = Text(
    "on every page that shows the telephone number, below the global tag; it replaces the number there",
    "電話番号を表示するすべてのページで、グローバル タグの下に設置します。ページ上の番号が置き換わります",
)
_PAGE_VIEW = Text(
    "on the page whose view counts, and on no other, below the global tag; it sends at page load",
    "閲覧を計測するページだけに、グローバル タグの下に設置します。ページの読み込み時に送信されます",
)
_THANKS = Text(
    "on the page that is reached once it is done, such as the thank-you page, and on no other, below the global "
    "tag; it sends at page load",
    "完了後に表示されるページ（サンクスページなど）だけに、グローバル タグの下に設置します。"
    "ページの読み込み時に送信されます",
)


def js(value: str | float) -> str:
    """A value as JavaScript, in ASCII, safe inside <script>."""
    return number(float(value)) if isinstance(value, int | float) else f"'{json.dumps(value)[1:-1].translate(_JS)}'"


def comment(text: str) -> str:
    """Text inside an HTML comment or a JavaScript line comment: on one line, with nothing that ends either."""
    return safe(text).translate(_HTML).replace("--", "&#45;&#45;").replace("`", "&#96;")


def global_tag(ids: Sequence[str]) -> str:
    """The Google tag for all `ids`; empty for none."""
    if not ids:
        return ""
    configs = "\n".join(f"  gtag('config', {js(item)});" for item in ids)
    return (
        f'<script async src="https://www.googletagmanager.com/gtag/js?id={comment(ids[0])}"></script>\n'
        "<script>\n"
        "  window.dataLayer = window.dataLayer || [];\n"
        "  function gtag(){dataLayer.push(arguments);}\n"
        "  gtag('js', new Date());\n"
        f"{configs}\n"
        "</script>\n"
    )


def code(item: Snippet, language: Language = Language.EN) -> str:
    """A conversion's tag, with a comment that names it; empty where there is none."""
    if item.standing is not Standing.READY:
        return ""
    verb, subject = ("config", item.target) if item.moment is Moment.NUMBER else ("event", item.event)
    head = f"gtag('{verb}', {js(subject)}"
    lines = [f"{head}, {{", *_parameters(item.parameters, language), "});"] if item.parameters else [f"{head});"]
    if item.moment is Moment.CLICK:
        lines = [f"function {function(item)}() {{", *(f"  {line}" for line in lines), "}"]
    body = "\n".join(f"  {line}" for line in lines)
    return f"<!-- {item.product.value}: {comment(item.conversion)} -->\n<script>\n{body}\n</script>\n"


def _parameters(parameters: Sequence[Parameter], language: Language) -> list[str]:
    lines = []
    for item in parameters:
        if item.advice:
            lines.append(f"  // {comment(item.advice.of(language))}")
        if item.value is None:
            lines.append(f"  // {js(item.name)}: 0,")
        else:
            lines.append(f"  {js(item.name)}: {js(item.value)},")
    return lines


def function(item: Snippet) -> str:
    """The name of a click's function: one name for one conversion and product, and an identifier."""
    body = re.sub(r"[^A-Za-z0-9_]", "_", item.conversion)
    if body != item.conversion:
        body = f"{body[:40]}_{hashlib.sha256(item.conversion.encode()).hexdigest()[:8]}"
    return f"{'google_ads' if item.product is Product.GOOGLE_ADS else 'ga4'}_{body}"


def where(item: Snippet) -> Text:
    """Where a tag belongs, in words; empty where there is none. Not yet safe for a terminal."""
    if item.standing is not Standing.READY:
        return NO_TEXT
    if item.moment is Moment.NUMBER:
        return _NUMBER
    if item.moment is Moment.CLICK:
        call = f"{function(item)}()"
        return Text(
            "on the page with the button or link, below the global tag; the click has to call it: "
            f'onclick="{call}". Where the act ends on a page of its own, call {call} once on that page instead',
            "ボタンやリンクのあるページで、グローバル タグの下に設置し、クリック時に呼び出します: "
            f'onclick="{call}"。完了後に専用のページが表示される場合は、そのページで {call} を 1 回呼び出します',
        )
    return _PAGE_VIEW if item.page_view else _THANKS


def snippets_text(snippets: Snippets, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """All tags of a client for a terminal, with a final newline."""
    lines = [heading(snippets, style, language), ""]
    tag = global_tag(snippets.ids)
    if tag:
        name = Text("Global tag", "グローバル タグ").of(language)
        lines += [f"{name}: {safe(_GLOBAL_WHERE.of(language))}", "", *_indented(tag), ""]
    for item in snippets.items:
        lines += [title(item, style, language), *_told(item, language)]
        text = code(item, language)
        if text:
            lines += ["", *_indented(text)]
        lines.append("")
    return "\n".join([*lines, summary(snippets).of(language)]) + "\n"


def _told(item: Snippet, language: Language = Language.EN) -> list[str]:
    stop = Text(".", "。").of(language)
    place = where(item)
    lines = [f"  {_WHERE.of(language)}: {safe(place.of(language))}{stop}"] if place else []
    name = Text("Note", "補足") if lines else Text("Why", "理由")
    return [*lines, f"  {name.of(language)}: {safe(item.why.of(language))}{stop}"] if item.why else lines


def _indented(text: str) -> list[str]:
    return [f"    {line}" for line in text.splitlines()]


def snippet_files(clients: Sequence[Snippets], language: Language = Language.EN) -> dict[tuple[str, ...], str]:
    """Files to pass on, by their path's parts: an index, and for each client its global tag and its conversions'.

    They end in `.txt`, so that nobody who looks at one runs it.
    """
    files: dict[tuple[str, ...], str] = {}
    index: list[str] = [Text("Tags to place on the websites", "ウェブサイトに設置するタグ").of(language), ""]
    everywhere = f"{_WHERE.of(language)}: {safe(_GLOBAL_WHERE.of(language))}"
    folders: set[str] = {"index.txt"}
    for snippets in clients:
        folder = file_name(snippets.client, folders)
        index += [heading(snippets, language=language), ""]
        tag = global_tag(snippets.ids)
        if tag:
            files[folder, "global-tag.txt"] = f"{everywhere}\n\n{tag}"
            index += [f"{folder}/global-tag.txt", f"  {everywhere}", ""]
        names = {"global-tag.txt"}
        by_conversion: dict[str, list[Snippet]] = {}
        for item in snippets.items:
            by_conversion.setdefault(item.conversion, []).append(item)
        for conversion, items in by_conversion.items():
            ready = [item for item in items if code(item)]
            if ready:
                name = file_name(conversion, names, ".txt")
                files[folder, name] = "\n".join(_page(one, language) for one in ready)
                index.append(f"{folder}/{name}")
            for item in items:
                index += [title(item, language=language), *_told(item, language)]
            index.append("")
    files["index.txt",] = "\n".join(index).rstrip("\n") + "\n"
    return files


_WHERE = Text("Where", "設置場所")


def _page(item: Snippet, language: Language) -> str:
    return "\n".join([title(item, language=language), *_told(item, language), "", code(item, language)])


def snippets_json(clients: Sequence[Snippets]) -> str:
    """One JSON document for all clients, with a final newline."""
    data = {"format": FORMAT, "snippets": [_to_dict(snippets) for snippets in clients]}
    return json_text(data)


def _to_dict(snippets: Snippets) -> dict[str, Any]:
    return {
        "client": snippets.client,
        "accounts": [list(pair) for pair in snippets.accounts],
        "emulated": snippets.emulated,
        "global_tag": {"ids": list(snippets.ids), "code": global_tag(snippets.ids), "where": _GLOBAL_WHERE},
        "tag_manager": [as_data(fields) for fields in once(snippets)],
        "conversions": [
            {
                "conversion": item.conversion,
                "product": item.product.name.lower(),
                "state": item.standing.name.lower(),
                "why": item.why,
                "when": item.moment.value if item.standing is Standing.READY else "",
                "where": where(item),
                "event": item.event,
                "send_to": item.target,
                "function": function(item) if item.standing is Standing.READY and item.moment is Moment.CLICK else "",
                "parameters": {one.name: one.value for one in item.parameters},
                "code": code(item),
                "tag_manager": as_data(rows(item, snippets.measurement_id)),
            }
            for item in snippets.items
        ],
        "read_calls": snippets.reads,
    }
