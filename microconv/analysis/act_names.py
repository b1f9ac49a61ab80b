"""The category of Google that a name, a GA4 event or an address speaks for: only where the words leave no doubt.

Sources: the meanings of the categories, ConversionActionCategory in the Google Ads API reference and
support.google.com/google-ads/answer/10995103; the events, support.google.com/analytics/answer/9267735 and /9216061;
checked 2026-11-29. The words are this project's choice. A name with words of two kinds, or with a word that takes the
meaning back ("order button click", "thank-you page view"), says nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from microconv.core.categories import STEP_EVENTS, STEPS

RESULT_EVENTS: Mapping[str, str] = MappingProxyType(
    {
        "purchase": "purchase",
        "generate_lead": "submit_lead_form",
        "sign_up": "signup",
        "qualify_lead": "qualified_lead",
        "close_convert_lead": "converted_lead",
    }
)
"""GA4's recommended events that are results, with the category that is like them."""

UNSURE_EVENTS = frozenset({"form_submit"})
"""Events of GA4's own that say less than their words: it sends this one of every form, a search box too."""

_DONE = ("complete", "completed", "completion", "confirmation", "confirmed", "success", "successful")
_SENT = ("submit", "submits", "submitted", "submission", "sent", *_DONE)
_STARTED = ("start", "starts", "started", "begin", "begins", "begun", "initiated")


def _pairs(first: Iterable[str], second: Iterable[str]) -> tuple[str, ...]:
    """Each of the first words before each of the second."""
    return tuple(f"{one} {other}" for one in first for other in tuple(second))


ENGLISH: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "page_view": (
            *("page view", "page views", "pageview", "pageviews", "page viewed", "page visit", "page visits"),
            *("lp view", "lp views", "landing page visited", "product view", "product views", "product viewed"),
        ),
        "engagement": (
            *("scroll", "scrolls", "scrolled", "scrolling", "time on page", "time on site", "engaged session"),
            *_pairs(("video",), ("play", "plays", "played", "start", "started", "view", "views", "watched")),
        ),
        "outbound_click": ("outbound click", "outbound clicks", "outbound link", "external link click"),
        "get_directions": ("get directions", "driving directions", "directions click", "directions clicks"),
        "add_to_cart": (
            "add to cart",
            "adds to cart",
            "added to cart",
            "add to basket",
            "added to basket",
            "addtocart",
        ),
        "begin_checkout": (
            *_pairs(("checkout", "check out"), _STARTED),
            *_pairs(("begin", "start", "started", "initiate", "initiated"), ("checkout", "check out")),
        ),
        "purchase": (
            *_pairs(("order", "purchase", "checkout", "payment"), (*_DONE, "placed", "received")),
            *_pairs(("completed", "successful"), ("order", "purchase", "checkout")),
        ),
        "signup": (
            *_pairs(("newsletter",), ("signup", "signups", "sign up", "subscribe", "subscription", "registration")),
            *_pairs(("registration", "signup", "sign up"), _DONE),
        ),
        "submit_lead_form": (
            *_pairs(("form", "inquiry", "enquiry", "lead"), _SENT),
            *("brochure requested", "brochure request sent", "brochure request completed"),
        ),
        "book_appointment": _pairs(("booking", "reservation", "appointment"), (*_DONE, "booked")),
        "request_quote": ("quote request", "quote requested", "quote submitted", "request quote", "request a quote"),
    }
)
"""Words in a row, in lower case, by category."""

WHOLE: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("purchase", "purchases", "購入", "注文"), "purchase"),
        **dict.fromkeys(("signup", "sign up", "newsletter", "会員登録", "メルマガ"), "signup"),
        **dict.fromkeys(("lead", "leads", "inquiry", "enquiry", "お問い合わせ", "問い合わせ"), "submit_lead_form"),
        **dict.fromkeys(("booking", "reservation", "予約"), "book_appointment"),
    }
)
"""Names that mean something only where they are all of the name."""

_ENDED = ("完了", "確定", "サンクス")
_POSTED = ("送信", *_ENDED)
JAPANESE: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "page_view": ("ページビュー", "ページ閲覧", "ページの閲覧", "ページ表示", "ページの表示", "LP閲覧", "LP表示"),
        "engagement": ("スクロール", "滞在時間", "動画再生", "動画の再生"),
        "outbound_click": ("外部リンク", "離脱クリック"),
        "get_directions": ("経路検索", "ルート検索", "道順"),
        "add_to_cart": ("カートに追加", "カートへ追加", "カート追加", "カートに入れ", "カート投入"),
        "begin_checkout": ("購入手続き開始", "購入手続きの開始", "チェックアウト開始", "決済開始", "レジに進む"),
        "purchase": tuple(f"{act}{end}" for act in ("購入", "注文", "決済") for end in _ENDED),
        "signup": (
            *("メルマガ登録", "メールマガジン登録", "ニュースレター登録"),
            *(f"{act}{end}" for act in ("会員登録", "新規登録", "登録") for end in _ENDED),
        ),
        "submit_lead_form": tuple(
            f"{act}{end}"
            for act in ("問い合わせ", "問合せ", "フォーム", "資料請求", "申し込み", "申込み", "申込")
            for end in _POSTED
        ),
        "book_appointment": tuple(f"予約{end}" for end in _ENDED),
        "request_quote": tuple(f"{act}{end}" for act in ("見積", "見積り", "見積もり", "見積依頼") for end in _POSTED),
    }
)
"""Words by category, as they stand in a Japanese name without its blanks."""

_TAKEN_BACK = frozenset(
    {
        *("click", "clicks", "clicked", "tap", "taps", "button", "link", "view", "views", "viewed", "visit", "visited"),
        *(
            "start",
            "started",
            "begin",
            "step",
            "abandon",
            "abandoned",
            "abandonment",
            "cancel",
            "cancelled",
            "canceled",
        ),
        *("error", "failed", "failure", "refund", "test", "attempt", "before", "not", "without", "no", "page", "pages"),
    }
)
_TAKEN_BACK_JA = (
    *(
        "クリック",
        "タップ",
        "ボタン",
        "リンク",
        "閲覧",
        "表示",
        "開始",
        "到達",
        "離脱",
        "途中",
        "失敗",
        "エラー",
        "キャンセル",
    ),
    *("ページ", "前", "テスト", "未"),
)
"""Words beside which a result is none: a click on its button, a visit to its page."""

_FINISHED = frozenset({*_DONE, "thank", "thanks", "thankyou", "submitted", "sent", "received", "placed"})
_FINISHED_JA = ("完了", "サンクス", "ありがとう", "送信", "確定")
"""Words beside which a step is none: a view of the page after it."""

_THANKED = frozenset({"thank", "thanks", "thankyou", "gracias"})
_THANKED_JA = ("サンクス", "ありがとう", "完了ページ", "完了画面")
"""Words for the page after a result; such a page has no category of its own."""

_TOUCHED = frozenset(
    {
        *("click", "clicks", "clicked", "tap", "taps", "tapped", "button", "scroll", "scrolled", "hover", "start"),
        *("started", "begin", "attempt", "clic", "boton", "inicio"),
    }
)
_TOUCHED_JA = ("ボタン", "クリック", "スクロール", "開始", "途中", "離脱")
_CALLED = frozenset({"call", "calls", "phone", "tel", "telephone", "whatsapp", "line", "mail", "email"})
_CALLED_JA = ("電話", "TEL", "LINE", "メール", "通話")
"""Words for what is done before a result; a tap on a number or an address may be the result itself."""

_ENDS = frozenset({"thanks", "thank", "thankyou", "complete", "completed", "success", "received", "kanryo"})
_OBJECTS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "purchase": frozenset({"order", "orders", "purchase", "checkout", "cart"}),
        "submit_lead_form": frozenset({"contact", "inquiry", "enquiry", "otoiawase", "toiawase", "siryo", "shiryo"}),
        "book_appointment": frozenset({"reserve", "reservation", "booking", "appointment", "yoyaku"}),
        "request_quote": frozenset({"quote", "estimate", "mitsumori"}),
        "signup": frozenset({"newsletter", "signup", "register", "registration"}),
    }
)
"""Words of an address: what ends there, and that it ends there. `/contact/confirm` is no end: in Japan it comes before.
"""

_LEADS = frozenset(
    {
        *("submit_lead_form", "contact", "request_quote", "book_appointment", "phone_call_lead", "message_lead"),
        *("imported_lead", "qualified_lead", "converted_lead", "signup"),
    }
)
_SALES = frozenset({"purchase", "subscribe_paid", "store_sale", "converted_lead", "qualified_lead", "imported_lead"})
_ALIKE = (
    _LEADS,
    _SALES,
    frozenset({"signup", "subscribe_paid"}),
    frozenset({"page_view", "engagement", "outbound_click", "get_directions"}),
    frozenset({"add_to_cart", "begin_checkout", "engagement"}),
)
"""Categories between which a name does not decide: either can be right."""

UNTOLD = "default"
"""The category that says nothing: Other, in Google Ads."""

_JUDGED = frozenset({UNTOLD}).union(*_ALIKE) - {"store_sale"}
_WORD = re.compile(r"[a-z]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FOREIGN = re.compile(r"[^\x00-\x7f]")


@dataclass(frozen=True, slots=True)
class Hint:
    """The category that a name, an event or an address speaks for. `words` are those that say so, `where` is one of
    `name`, `event`, `address`.
    """

    category: str
    words: str
    where: str


def hint(name: str, event: str = "", addresses: Iterable[str] = ()) -> Hint | None:
    """The category that a conversion's event, else its name, else the address of its event rule speaks for.

    None where nothing is sure, and where the name says another thing than the address.
    """
    category = RESULT_EVENTS.get(event) or STEP_EVENTS.get(event)
    spoken = Hint(category, event, "event") if category else None
    if spoken is None:
        where = "event" if event else "name"
        words = None if event in UNSURE_EVENTS else _words(event or name)
        spoken = Hint(*words, where) if words else None
    ends = {end.category: end for end in map(_address, addresses) if end is not None}
    if spoken is not None:
        return spoken if all(fits(spoken.category, category) for category in ends) else None
    return next(iter(ends.values())) if len(ends) == 1 else None


def fits(category: str, other: str) -> bool:
    """True where one act may be in either category."""
    return category == other or any({category, other} <= alike for alike in _ALIKE)


def misplaced(category: str, speaks_for: str) -> bool:
    """True where an action is in a category that its name rules out, or in the one that says nothing."""
    return category in _JUDGED and not fits(category, speaks_for)


def thanked(name: str) -> str:
    """The word of a name that says that it is of the page after a result; empty for none."""
    return _one_of(name, _THANKED, _THANKED_JA) if not touched(name) else ""


def touched(name: str) -> str:
    """The word of a name that says that it is of something before a result, such as a click; empty for none."""
    return "" if _one_of(name, _CALLED, _CALLED_JA) else _one_of(name, _TOUCHED, _TOUCHED_JA)


def _one_of(name: str, english: frozenset[str], japanese: tuple[str, ...]) -> str:
    """The first word of a name that is among these, a Japanese one wherever it stands; empty for none."""
    plain = unicodedata.normalize("NFKC", name)
    spoken = [word for word in _WORD.findall(_HUMP.sub(" ", plain).lower()) if word in english]
    return next(iter((*spoken, *(word for word in japanese if word in plain))), "")


def _words(text: str) -> tuple[str, str] | None:
    """The category of a text and the words for it."""
    plain = unicodedata.normalize("NFKC", text)
    words = _WORD.findall(_HUMP.sub(" ", plain).lower())
    joined, dense = f" {' '.join(words)} ", "".join(plain.split())
    whole = WHOLE.get(joined.strip() if words and not _FOREIGN.search(plain) else dense)
    if whole is not None:
        return whole, plain.strip()
    spoken = [
        (category, phrase) for category, phrases in ENGLISH.items() for phrase in phrases if f" {phrase} " in joined
    ]
    spoken += [(category, phrase) for category, phrases in JAPANESE.items() for phrase in phrases if phrase in dense]
    if not spoken or not all(fits(spoken[0][0], category) for category, _ in spoken):
        return None
    first, phrase = spoken[0]
    rest = joined.replace(f" {phrase} ", "  ")
    left = dense.replace(phrase, "")
    if first in STEPS:
        denied = _FINISHED & {*words} or any(word in dense for word in _FINISHED_JA)
    else:
        denied = _TAKEN_BACK & {*rest.split()} or any(word in left for word in _TAKEN_BACK_JA)
    return None if denied else (first, phrase)


def _address(address: str) -> Hint | None:
    """The result that an address is the end of, if it says both."""
    words = {*_WORD.findall(address.lower())}
    ends = sorted(_ENDS & words)
    objects = [category for category, known in _OBJECTS.items() if known & words]
    return Hint(objects[0], address, "address") if ends and len(objects) == 1 else None
