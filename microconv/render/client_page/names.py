"""Objects of accounts as their client calls them: labels for conversions, words for categories, no addresses."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping

from microconv.audit.result import Audit, Finding
from microconv.core.goal_pair import campaign_goal_parts, goal_parts
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, KEY_EVENT
from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.render.client_page.words import CATEGORIES, CONVERSION, EVENT, OTHER
from microconv.render.html.words import money

_ADDRESS = re.compile(r'([a-z0-9_.]+)\[("(?:[^"\\]|\\.)*")\]')
_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")  # the parts as long as RFC 5321 lets them be
_CONVERSIONS = frozenset({ACTION, KEY_EVENT, "conversion"})
_IMPORTED = re.compile(r".* \((?:web|iOS|Android)\) (\S+)")
"""The name that Google Ads gives to what it imports from GA4: property, stream, event."""
_TECHNICAL = re.compile(r"[A-Za-z0-9]+(?:[_-]+[A-Za-z0-9]+)+|[a-z0-9]+(?:[A-Z][a-z0-9]*)*")
_BETWEEN = re.compile(r"[_-]+|(?<=[a-z0-9])(?=[A-Z])")
_WHOLE = frozenset({"google_ads.account", "ga4.account", "client"})


def masked(text: str) -> Text:
    """A text without the mail addresses in it: nobody's name is in what a client is handed."""
    both = untranslated(text)
    return Text(_MAIL.sub("…@…", both.en), _MAIL.sub("…@…", both.ja)) if "@" in both.en + both.ja else both


def client_name(audit: Audit) -> str:
    """The client as it calls itself: the account's own name, or what the audit is called."""
    return audit.about.name or audit.label


def called(audit: Audit, name: str, identifier: str = "", kind: str = "", *, event: bool = False) -> Text:
    """A conversion as people call it: its label, else its name where that is made of words, else what Google calls it.

    kind: Google's category of it, where it is known. event: it is an event of GA4's.
    """
    labels, imported = audit.about.labels, _IMPORTED.fullmatch(name)
    label = labels.get(identifier) or labels.get(name)
    if label:
        return untranslated(label)
    sort = EVENT if event else CATEGORIES.get(kind, CONVERSION) if kind != "default" else CONVERSION
    if imported is None:
        return _readable(name, sort, audit.about.prefix)
    label = labels.get(imported[1])
    said = untranslated(label) if label else _readable(imported[1], sort, audit.about.prefix)
    return Text(f"{said.en} (imported from GA4)", f"{said.ja}（GA4 から取り込み）")


def names(audit: Audit) -> Mapping[tuple[str, str], Text]:
    """The recorded conversions as people call them, by id and name in the account; no two made-up names are alike."""
    shown, labels = audit.overview.shown, set(audit.about.labels.values())
    made = {(item.id, item.name): called(audit, item.name, item.id, item.category) for item in shown}
    often = Counter(made.values())
    return {
        key: text
        if often[text] == 1 or text.en in labels | {key[1]}
        else Text(f"{text.en}: {key[1]}", f"{text.ja}：{key[1]}")
        for key, text in made.items()
    }


def _readable(name: str, sort: Text, prefix: str) -> Text:
    """A technical name behind a word for what it names: `Engagement (time 60s)`; any other name as it is."""
    if _TECHNICAL.fullmatch(name) is None:
        return untranslated(name)
    words = _BETWEEN.sub(" ", name.removeprefix(prefix)).strip().lower()
    return sort if words == sort.en.lower() else Text(f"{sort.en} ({words})", f"{sort.ja}（{words}）")


def price(value: float, currency: str) -> Text:
    """An amount as people write it: `JPY 5,000`, `5,000円`."""
    amount = money(value, currency)
    return Text(amount, f"{money(value, '')}円") if currency == "JPY" else untranslated(amount)


def category(word: str) -> Text:
    """A category as people call it."""
    return CATEGORIES.get(word, OTHER)


def kind_of(finding: Finding) -> str:
    """The type of the object that a finding is about; empty where it is none that plans know."""
    address = _ADDRESS.fullmatch(finding.evidence.object)
    return address[1] if address else ""


def is_conversion(finding: Finding) -> bool:
    """True where a finding is about one conversion or key event."""
    return kind_of(finding) in _CONVERSIONS


def thing(audit: Audit, finding: Finding) -> Text:
    """The object that a finding is about, as its client calls it; no text where it is the account as a whole."""
    evidence, kind = finding.evidence, kind_of(finding)
    if kind in _WHOLE:
        return NO_TEXT
    if not kind or kind in _CONVERSIONS:
        label = audit.about.labels.get(evidence.object, "")
        if label:
            return untranslated(label)
        return called(audit, evidence.name, evidence.id, event=kind == KEY_EVENT)
    address = _ADDRESS.fullmatch(evidence.object)
    name = json.loads(address[2]) if address else evidence.name
    if kind in {ACCOUNT_GOAL, CAMPAIGN_GOAL}:
        campaign, pair = campaign_goal_parts(name) if kind == CAMPAIGN_GOAL else ("", name)
        word = category(goal_parts(pair)[0])
        where = Text(f" (campaign {campaign})", f"（キャンペーン「{campaign}」）") if campaign else NO_TEXT
        return Text(f"Goal: {word.en}{where.en}", f"目標: {word.ja}{where.ja}")
    if kind == CAMPAIGN_CONFIG:
        return Text(f"Campaign {name}", f"キャンペーン「{name}」")
    if kind == CUSTOM_GOAL:
        return Text(f"Goal {name}", f"目標「{name}」")
    return called(audit, evidence.name, evidence.id)
