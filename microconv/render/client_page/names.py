"""Objects of accounts as their client calls them: labels for conversions, words for categories, no addresses."""

from __future__ import annotations

import json
import re

from microconv.audit.result import Audit, Finding
from microconv.core.goal_pair import campaign_goal_parts, goal_parts
from microconv.core.kinds import ACCOUNT_GOAL, ACTION, CAMPAIGN_CONFIG, CAMPAIGN_GOAL, CUSTOM_GOAL, KEY_EVENT
from microconv.core.text import NO_TEXT, Text, untranslated
from microconv.render.client_page.words import CATEGORIES, OTHER
from microconv.render.html.words import money

_ADDRESS = re.compile(r'([a-z0-9_.]+)\[("(?:[^"\\]|\\.)*")\]')
_MAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")  # the parts as long as RFC 5321 lets them be
_CONVERSIONS = frozenset({ACTION, KEY_EVENT, "conversion"})
_WHOLE = frozenset({"google_ads.account", "ga4.account", "client"})


def masked(text: str) -> str:
    """A text without the mail addresses in it: nobody's name is in what a client is handed."""
    return _MAIL.sub("…@…", text) if "@" in text else text


def client_name(audit: Audit) -> str:
    """The client as it calls itself: the account's own name, or what the audit is called."""
    return audit.about.name or audit.label


def labelled(audit: Audit, name: str, identifier: str = "") -> str:
    """A conversion as people call it: its label, else its name."""
    labels = audit.about.labels
    return labels.get(identifier) or labels.get(name) or name


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
        return untranslated(label or labelled(audit, evidence.name, evidence.id))
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
    return untranslated(labelled(audit, evidence.name, evidence.id))
