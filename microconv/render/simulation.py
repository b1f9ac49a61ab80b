"""A test of a conversion's tags, for a terminal and as JSON. Each of them says that it is simulated."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from microconv.core.json_text import json_text
from microconv.core.tags.hit import Hit
from microconv.core.tags.simulation import Firing, ProductResult, SimulatedTag, Simulation
from microconv.core.text import Language, Text
from microconv.render.feed_words import PRODUCTS, feed_to_dict, sends_text
from microconv.render.plan_parts import client_heading
from microconv.render.safe import padded, safe
from microconv.render.simulation_words import SIMULATED, VERDICTS, hit_text, proof_text, reason, visit_texts
from microconv.render.style import PLAIN, Style
from microconv.render.wrap import wrapped

FORMAT = 1
"""Version of the JSON document."""

_NAME = 12


def simulation_text(item: Simulation, style: Style = PLAIN, language: Language = Language.EN) -> str:
    """A test for a terminal: the result for each product, then tag by tag; with a final newline."""
    title = Text(
        f'{SIMULATED.en}: the tags of "{item.conversion}"',
        f"{SIMULATED.ja}: 「{item.conversion}」のタグ",
    )
    heading = client_heading(item.client, item.accounts, style, language, emulated=item.emulated)
    lines = [style.paint(line, bold=True) for line in _folded(safe(title.of(language)), 4, style)]
    lines += _folded(heading, 4, style)
    facts = [(Text("container", "コンテナ"), Text(f"{item.container}, {item.content.en}", _container(item)))]
    facts += [(Text("page", "ページ"), Text(item.visit.page, item.visit.page))]
    facts += [(Text("then", "操作"), text) for text in visit_texts(item.visit)]
    facts += [(PRODUCTS[result.feed.product], _marked(proof_text(result))) for result in item.results]
    for name, text in facts:
        lines += _folded(f"  {padded(name.of(language), _NAME)} {safe(text.of(language))}", _NAME + 3, style)
    if item.nothing:
        lines += ["", *_folded(f"  {safe(item.nothing.of(language))}", 4, style)]
    for result in item.results:
        for tag in result.tags:
            lines += ["", *_tag(result, tag, style, language)]
    if item.others:
        names = ", ".join(f'"{name}"' for name in item.others)
        japanese = "".join(f"「{name}」" for name in item.others)
        others = Text(f"other tags that fire: {names}", f"ほかに発火するタグ: {japanese}")
        lines += ["", *_folded(f"  {safe(_marked(others).of(language))}", 4, style)]
    return "\n".join([*lines, "", *_folded(_end(item).of(language), 0, style)]) + "\n"


def _container(item: Simulation) -> str:
    return f"{item.container}、{item.content.ja}"


def _end(item: Simulation) -> Text:
    return Text(
        f"All of this is simulated: no browser and no Tag Manager ran. Reading took {item.reads} API calls.",
        "以上はすべてシミュレーションです。ブラウザやタグ マネージャーは実行していません。"
        f"読み取りの API 呼び出し {item.reads} 回。",
    )


def _marked(text: Text) -> Text:
    return Text(f"{text.en} ({SIMULATED.en})", f"{text.ja}（{SIMULATED.ja}）")


def _folded(text: str, indent: int, style: Style) -> list[str]:
    return wrapped(text, " " * indent, style.columns)


def _tag(result: ProductResult, tag: SimulatedTag, style: Style, language: Language) -> list[str]:
    verdict = _marked(VERDICTS[tag.verdict])
    title = Text(f'"{tag.name}": {verdict.en}', f"「{tag.name}」: {verdict.ja}")
    lines = _folded(f"  {style.paint(safe(title.of(language)), bold=True)}", 4, style)
    if tag.why:
        lines += _folded(f"      {safe(reason(tag.why).of(language))}", 8, style)
    for known in result.feed.tags:
        if known.name == tag.name and sends_text(result.feed, known):
            lines += _folded(f"      {safe(sends_text(result.feed, known).of(language))}", 8, style)
    for firing in tag.firings:
        lines += _firing(firing, style, language)
    return lines


def _firing(firing: Firing, style: Style, language: Language) -> list[str]:
    names = ", ".join(f'"{name}"' for name in firing.triggers)
    at = Text(f"at {firing.event}", f"{firing.event} の時点")
    if names:
        japanese = "".join(f"「{name}」" for name in firing.triggers)
        at = Text(f"at {firing.event}, by the trigger {names}", f"{firing.event} の時点、トリガー: {japanese}")
    lines = _folded(f"      {safe(at.of(language))}", 8, style)
    for hit in firing.hits:
        sends = Text(f"sends {hit_text(hit).en}", f"送信: {hit_text(hit).ja}")
        lines += _folded(f"      {safe(sends.of(language))}", 8, style)
        if hit.receipt is not None:
            lines += _folded(f"      {safe(_receipt(hit).of(language))}", 8, style)
    for remark in firing.remarks:
        lines += _folded(f"      {safe(reason(remark).of(language))}", 8, style)
    return lines


def _receipt(hit: Hit) -> Text:
    receipt = hit.receipt
    assert receipt is not None
    if receipt.counted:
        return Text(f"the emulator counted it: {receipt.reason}", f"エミュレーターで計測されました: {receipt.reason}")
    return Text(
        f"the emulator did not count it: {receipt.reason}", f"エミュレーターで計測されませんでした: {receipt.reason}"
    )


def simulations_json(items: Sequence[Simulation]) -> str:
    """One JSON document for all tests, with a final newline."""
    return json_text({"format": FORMAT, "simulated": True, "simulations": [_to_dict(item) for item in items]})


def _to_dict(item: Simulation) -> dict[str, Any]:
    return {
        "client": item.client,
        "accounts": [list(pair) for pair in item.accounts],
        "emulated": item.emulated,
        "conversion": item.conversion,
        "container": item.container,
        "content": item.content,
        "page": item.visit.page,
        "then": list(visit_texts(item.visit)),
        "proven": item.proven,
        "nothing": item.nothing,
        "sent": item.sent,
        "products": [
            {
                **feed_to_dict(result.feed),
                "result": result.proof.name.lower(),
                "says": proof_text(result),
                "counts": len(result.right),
                "tags": [_tag_dict(tag) for tag in result.tags],
            }
            for result in item.results
        ],
        "other_tags": list(item.others),
        "read_calls": item.reads,
    }


def _tag_dict(tag: SimulatedTag) -> dict[str, Any]:
    return {
        "name": tag.name,
        "verdict": tag.verdict.name.lower(),
        "why": tag.why,
        "firings": [
            {
                "event": firing.event,
                "triggers": list(firing.triggers),
                "hits": [_hit_dict(hit) for hit in firing.hits],
                "remarks": list(firing.remarks),
            }
            for firing in tag.firings
        ],
    }


def _hit_dict(hit: Hit) -> dict[str, Any]:
    receipt = hit.receipt
    return {
        "product": hit.product.name.lower(),
        "target": hit.target,
        "name": hit.name,
        "value": hit.value,
        "currency": hit.currency,
        "transaction_id": hit.order,
        "parameters": dict(hit.parameters),
        "receipt": None if receipt is None else {"counted": receipt.counted, "reason": receipt.reason},
    }
