"""The stages of a lead: an enquiry, and what becomes of it. One person counts once at each of them.

The words are this project's choice, in English and Japanese; the categories are Google's (ConversionActionCategory,
v26), the events GA4's for leads (support.google.com/analytics/answer/9267735), checked 2026-11-29.
"""

from __future__ import annotations

import enum

from microconv.analysis.act_names import undone
from microconv.analysis.near_names import says, words
from microconv.analysis.same_act import LATER, way
from microconv.analysis.subject import Subject
from microconv.core.ga4_import import imported_from
from microconv.core.resource import Live
from microconv.core.text import Text


class Stage(enum.StrEnum):
    """A stage of a lead, in the order in which they come."""

    ENQUIRY = "enquiry"
    QUALIFIED = "qualified"
    OPPORTUNITY = "opportunity"
    DEAL = "deal"

    @property
    def text(self) -> Text:
        """The stage in words."""
        return _TEXTS[self]


ORDER = tuple(Stage)
"""The stages, as they come."""

_TEXTS = {
    Stage.ENQUIRY: Text("the enquiry", "問い合わせ"),
    Stage.QUALIFIED: Text("a qualified lead", "有望な見込み客"),
    Stage.OPPORTUNITY: Text("an opportunity", "商談"),
    Stage.DEAL: Text("a deal", "成約"),
}
_WORDS = {
    Stage.DEAL: frozenset({"won", "closed", "converted", "deal", "contract", "customer", "成約", "受注", "契約"}),
    Stage.OPPORTUNITY: frozenset({"sql", "opportunity", "opportunities", "商談", "案件"}),
    Stage.QUALIFIED: frozenset({"mql", "qualified", "qualify", "有効リード", "見込み", "有望"}),
}
"""The latest first: `close_convert_lead`, `converted SQL`."""

_NO_LEADS = frozenset({"newsletter", "newsletters", "メルマガ", "メールマガジン", "ニュースレター"})
"""Words for those who only want to read."""

_EVENTS = {
    "qualify_lead": Stage.QUALIFIED,
    "working_lead": Stage.OPPORTUNITY,
    "close_convert_lead": Stage.DEAL,
}
_CATEGORIES = {
    **dict.fromkeys(("submit_lead_form", "contact", "request_quote", "signup", "book_appointment"), Stage.ENQUIRY),
    **dict.fromkeys(("phone_call_lead", "message_lead", "imported_lead"), Stage.ENQUIRY),
    "qualified_lead": Stage.QUALIFIED,
    "converted_lead": Stage.DEAL,
}


def stage(subject: Subject, item: Live) -> Stage | None:
    """The stage of a lead that a result stands for; None for a step, and for what is no lead.

    By its event, else by its name where it is uploaded or of a category for what becomes of leads, else by its
    category: a site where contracts are signed has no stages for that.
    """
    judged = subject.judged(item)
    if judged.step or undone(item.address.name):
        return None
    _, event = imported_from(item.identity) or ("", "")
    if event in _EVENTS:
        return _EVENTS[event]
    spoken = {*words(event or item.address.name, subject.prefix)}
    if says(spoken, _NO_LEADS):
        return None
    if way(item) == "upload" or judged.act in LATER:
        for each, vocabulary in _WORDS.items():
            if says(spoken, vocabulary):
                return each
    return _CATEGORIES.get(judged.act)
