"""The kind of each action and key event, step or result, with the reason and how sure it is. All rules go by it."""

from __future__ import annotations

import enum
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from microconv.analysis.act_names import UNTOLD, Hint, approached, astray, fits, hint, thanked, touched, undone
from microconv.analysis.act_words import UNSURE_EVENTS
from microconv.core import naming
from microconv.core.action_state import AS_MADE
from microconv.core.categories import RESULTS, STEPS
from microconv.core.category_words import category_word
from microconv.core.conversion import Conversion, ConversionKind
from microconv.core.ga4_import import imported_from
from microconv.core.kinds import KEY_EVENT
from microconv.core.resource import Live
from microconv.core.text import Text

LITTLE = 0.1
"""Up to this part of the least value of a known result an action without any other sign is a step. A judgement."""

MANY = 10.0
"""From so many times the known results on an action without any other sign is a step. A judgement."""

RESULT_TYPES = frozenset(
    {
        *("ad_call", "website_call", "upload_calls", "upload_clicks", "lead_form_submit"),
        *("store_sales_direct_upload", "store_sales", "google_analytics_4_purchase", "salesforce"),
        *("google_play_in_app_purchase", "google_play_download", "android_app_pre_registration"),
        *("firebase_android_first_open", "firebase_ios_first_open", "android_installs_all_other_apps"),
        *("third_party_app_analytics_android_first_open", "third_party_app_analytics_ios_first_open"),
    }
)
"""Types of action that only record results: calls that were long enough, uploads, sales, installs."""

TOUCHES = frozenset({"contact", "phone_call_lead", "message_lead"})
"""Categories of results that a site can count by nothing but a touch: a tap on a number, a click that opens a chat."""

SEEN = "page_view"
"""The category into which the page after a result is often put, because a view of a page is what is counted."""

ADDRESSES = frozenset({"page_location", "page_path"})
WHOLE_OR_PART = frozenset(
    f"{comparison}{case}"
    for comparison in ("equals", "contains", "starts_with", "ends_with")
    for case in ("", "_case_insensitive")
)
"""Parameters of GA4's events with an address, and comparisons by which it is known; `not …` is none of them."""

Key = TypeVar("Key", bound=Hashable)


class Surety(enum.StrEnum):
    """The certainty of a judgement."""

    CERTAIN = "certain"  # somebody decided it
    LIKELY = "likely"  # its category, its name or its type says so
    GUESS = "guess"  # numbers say so, its name and its category disagree, or nothing says anything

    @property
    def ja(self) -> str:
        """The same in Japanese."""
        return {Surety.CERTAIN: "確定", Surety.LIKELY: "ほぼ確実", Surety.GUESS: "推測"}[self]


@dataclass(frozen=True, slots=True)
class Traits:
    """All that tells the kind of an action or key event.

    name: its name.
    event: the GA4 event that it counts; empty for none.
    category: Google's category, in lower case; empty for a key event.
    type: the type of the action.
    addresses: the addresses by which GA4 makes its event of a page view.
    decided: the kind that a person wrote into the config.
    prefixed: true where its name has the prefix of a micro-conversion.
    value: its default value, None where it has none that anybody chose.
    count: its conversions of the last 30 days, None where nobody counted.
    """

    name: str
    event: str = ""
    category: str = ""
    type: str = ""
    addresses: tuple[str, ...] = ()
    decided: ConversionKind | None = None
    prefixed: bool = False
    value: float | None = None
    count: float | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """The kind of an action or key event.

    step: true for a step, false for a result.
    sure: how sure that is.
    why: the reason.
    act: the category that it is judged by: its own, or the one that its name speaks for.
    hint: the sign that it stands in a wrong category, if there is one.
    by_numbers: true where nothing but its value or its number beside the known results says so.
    before: the word of its name that says that it is of the way to the result whose category it has; empty for none.
    """

    step: bool
    sure: Surety
    why: Text
    act: str
    hint: Hint | None = field(default=None)
    by_numbers: bool = False
    before: str = ""

    @property
    def text(self) -> Text:
        """The kind, how sure it is, and the reason, in words."""
        kind = Text("a step", "途中の行動") if self.step else Text("a result", "成果")
        return Text(
            f"taken for {kind.en} ({self.sure}): {self.why.en}",
            f"{kind.ja}として扱っています（{self.sure.ja}）: {self.why.ja}",
        )

    @property
    def known(self) -> bool:
        """True where it is more than a guess."""
        return self.sure is not Surety.GUESS


def traits_of(
    item: Live,
    decided: Conversion | None,
    prefix: str,
    currency: str,
    count: float | None,
    pages: Mapping[str, tuple[str, ...]],
) -> Traits:
    """All that tells the kind of a live object. What Google imports from GA4 is called by Google; its event is not.

    `decided` is its conversion where the config says a kind, `currency` the account's, `pages` as in `pages_of`.
    """
    state = item.action
    _, event = imported_from(item.identity) or ("", "")
    event = item.identity if item.address.type == KEY_EVENT else event
    chosen = state.value if state.value and state.value != AS_MADE and state.currency == currency else None
    return Traits(
        name=item.address.name,
        event=event,
        category=state.category,
        type=state.type,
        addresses=pages.get(event, ()),
        decided=decided.kind if decided is not None else None,
        prefixed=any(naming.is_micro(name, prefix) for name in (item.address.name, event)),
        value=chosen,
        count=count,
    )


def pages_of(rules: Iterable[Live]) -> Mapping[str, tuple[str, ...]]:
    """The addresses, or parts of them, of which event-create rules make an event, by event."""
    pages: dict[str, list[str]] = {}
    for item in rules:
        lines = item.state.get("event_conditions")
        for line in lines if isinstance(lines, tuple) else ():
            field_, _, rest = line.partition(" ")
            comparison, _, value = rest.partition(" ")
            if field_ in ADDRESSES and comparison in WHOLE_OR_PART:
                pages.setdefault(item.identity, []).append(value)
    return {event: tuple(values) for event, values in pages.items()}


def judge(traits: Traits) -> Judgement:
    """The kind of one action, not looking at others."""
    sign = hint(traits.name, traits.event, traits.addresses)
    stray = sign if sign is not None and astray(traits.name, traits.category, sign) else None
    act = sign.category if sign is not None and (stray is not None or not traits.category) else traits.category
    if traits.decided is not None:
        step = traits.decided is ConversionKind.MICRO
        why = Text(f"the config says kind: {traits.decided}", f"設定ファイルの kind が {traits.decided}")
        return Judgement(step, Surety.CERTAIN, why, act, stray)
    if traits.prefixed:
        why = Text("its name has the prefix", "名前に接頭辞が付いています")
        return Judgement(True, Surety.LIKELY, why, act, stray)
    if sign is not None and act == sign.category and act != traits.category:
        contrary = traits.category in STEPS | RESULTS and (traits.category in STEPS) != (act in STEPS)
        return Judgement(act in STEPS, Surety.GUESS if contrary else Surety.LIKELY, _named(sign), act, stray)
    category = Text(f"category {traits.category}", f"カテゴリが「{category_word(traits.category).ja}」")
    spoken = traits.event or traits.name
    if traits.category == SEEN and (after := thanked(spoken)):
        return Judgement(False, Surety.GUESS, _said(after, category), act)
    if traits.category in STEPS:
        return Judgement(True, Surety.LIKELY, category, act)
    if traits.event in UNSURE_EVENTS:
        why = Text(
            f"GA4 sends {traits.event} of every form, a search box too",
            f"GA4 の {traits.event} は、サイト内検索を含むすべてのフォームで送信されます",
        )
        return Judgement(False, Surety.GUESS, why, act)
    if traits.category in RESULTS:
        ending = traits.category in TOUCHES or traits.type in RESULT_TYPES
        way = "" if ending else approached(spoken)
        if way:
            return Judgement(False, Surety.GUESS, _said(way, category), act, before=way)
        return Judgement(False, Surety.LIKELY, category, act)
    if traits.category == UNTOLD and (back := undone(spoken)):
        return Judgement(True, Surety.GUESS, _said(back, category), act)
    if traits.type in RESULT_TYPES:
        return Judgement(False, Surety.LIKELY, Text(f"type {traits.type}", f"計測方法が {traits.type}"), act)
    if traits.category == UNTOLD and (before := touched(spoken)):
        return Judgement(True, Surety.GUESS, _said(before, category), act)
    nothing = Text(
        "neither its category nor its name tells: counted as a result",
        "カテゴリからも名前からも判断できないため、成果として扱います",
    )
    return Judgement(False, Surety.GUESS, nothing, act)


def judgements(traits: Mapping[Key, Traits]) -> Mapping[Key, Judgement]:
    """The kind of each of them; where nothing else tells, by what stands beside it.

    That is a known result to which it is the way by its name; else the values and numbers of the known results.
    """
    alone = {key: judge(item) for key, item in traits.items()}
    results = [traits[key] for key, item in alone.items() if item.known and not item.step]
    least = min((item.value for item in results if item.value is not None), default=None)
    counted = sum(item.count or 0.0 for item in results)
    ended = frozenset(item.category for item in results)
    return {
        key: item
        if item.known or item.step or item.hint is not None
        else _before(traits[key], item, ended) or _beside(traits[key], item, least, counted)
        for key, item in alone.items()
    }


def _before(traits: Traits, alone: Judgement, ended: frozenset[str]) -> Judgement | None:
    """The judgement of what is the way to a result by its name, where a known result may be that one.

    A room that is booked is paid for.
    """
    paid = traits.category == "book_appointment" and "purchase" in ended
    if not alone.before or not (paid or any(fits(traits.category, category) for category in ended)):
        return None
    why = Text(
        f'its name says "{alone.before}", and another action counts the result',
        f"名前に「{alone.before}」が含まれ、成果を計測するアクションが別にあります",
    )
    return Judgement(True, Surety.GUESS, why, alone.act, before=alone.before)


def _beside(traits: Traits, alone: Judgement, least: float | None, counted: float) -> Judgement:
    """The judgement of what has no sign of its own."""
    value, count = traits.value, traits.count
    if value is not None and least is not None and value <= LITTLE * least:
        why = Text(
            f"worth {value:,g}, and the least of the results {least:,g}",
            f"値が {value:,g} で、成果の最小値 {least:,g} に対して小さいため",
        )
        return Judgement(True, Surety.GUESS, why, alone.act, by_numbers=True)
    if count is not None and count >= MANY * counted > 0:
        why = Text(
            f"counted {count:,g} times, and all results {counted:,g} times",
            f"件数が {count:,g} 件で、成果の合計 {counted:,g} 件に対して多いため",
        )
        return Judgement(True, Surety.GUESS, why, alone.act, by_numbers=True)
    return alone


def _said(word: str, category: Text) -> Text:
    """A word of a name beside a category that says something else, or nothing."""
    return Text(f'its name says "{word}", {category.en}', f"名前に「{word}」が含まれ、{category.ja}")


def _named(sign: Hint) -> Text:
    """The sign in words."""
    where = {"name": "名前", "event": "イベント", "address": "URL"}[sign.where]
    return Text(f'its {sign.where} says "{sign.words}"', f"{where}に「{sign.words}」が含まれます")
