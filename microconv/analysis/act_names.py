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
from functools import lru_cache
from types import MappingProxyType

from microconv.analysis.act_words import (
    APPROACHED,
    APPROACHED_JA,
    BEGUN,
    BEGUN_JA,
    BUYERS,
    CALLED,
    CALLED_JA,
    CHANNELS,
    ENGLISH,
    FINISHED,
    FINISHED_JA,
    JAPANESE,
    NOT_UNDONE_JA,
    RESULT_EVENTS,
    SENDING,
    SOLD,
    SOLD_JA,
    SPANISH,
    TAKEN_BACK,
    TAKEN_BACK_JA,
    THANKED,
    THANKED_JA,
    TILL,
    TILL_JA,
    TOUCHED,
    TOUCHED_JA,
    UNDONE,
    UNDONE_JA,
    UNSURE_EVENTS,
    WHOLE,
)
from microconv.core.categories import RESULTS, STEP_EVENTS, STEPS

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

_LOOK = "page_view"
_TILL = frozenset({"add_to_cart", "begin_checkout"})

UNTOLD = "default"
"""The category that says nothing: Other, in Google Ads."""

_JUDGED = frozenset({UNTOLD}).union(*_ALIKE) - {"store_sale"}
_WORD = re.compile(r"[a-z]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_SPOKEN: Mapping[str, tuple[int, str]] = MappingProxyType(
    {
        phrase: (place, category)
        for place, (category, phrase) in enumerate(
            (category, phrase)
            for vocabulary in (ENGLISH, SPANISH)
            for category, phrases in vocabulary.items()
            for phrase in phrases
        )
    }
)
"""The place and the category of each row of words: of several in a name the first is the one that it is known by."""

_LONGEST = max(len(phrase.split()) for phrase in _SPOKEN)
_ACCENT = re.compile(r"(?<=[A-Za-z])[\u0300-\u036f]+")


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
    """True where an action is in a category that its name rules out, or in the one that says nothing.

    A booking may be a purchase: a night in a hotel is paid for.
    """
    paid = category == "purchase" and speaks_for == "book_appointment"
    return category in _JUDGED and not paid and not fits(category, speaks_for)


def astray(name: str, category: str, sign: Hint) -> bool:
    """True where the sign of an action rules its category out.

    What is applied or registered for may be a sale too, and who looks at a cart or a checkout has got so far.
    """
    if category in _SALES and sign.category in RESULTS and _one_of(name, SOLD, SOLD_JA):
        return False
    if category in _TILL and sign.category == _LOOK and _one_of(name, TILL, TILL_JA):
        return False
    return misplaced(category, sign.category)


@lru_cache(maxsize=8192)
def undone(name: str) -> str:
    """The word of a name that says that a result is taken back, or is none; empty for none."""
    left = _plain(name)
    for word in NOT_UNDONE_JA:
        left = left.replace(word, "")
    return _one_of(left, UNDONE, UNDONE_JA)


@lru_cache(maxsize=8192)
def begun(name: str) -> str:
    """The words of a name that say that somebody has begun to fill in a form; empty for none.

    That is near to the result, whatever its category.
    """
    plain, words = _read(name)
    joined = f" {' '.join(words)} "
    dense = "".join(plain.split())
    spoken = [phrase for phrase in BEGUN if f" {phrase} " in joined]
    return next(iter((*spoken, *(word for word in BEGUN_JA if word in dense))), "")


def thanked(name: str) -> str:
    """The word of a name that says that it is of the page after a result; empty for none."""
    return _one_of(name, THANKED, THANKED_JA) if not touched(name) else ""


def touched(name: str) -> str:
    """The word of a name that says that it is of something before a result, such as a click; empty for none."""
    return "" if _one_of(name, CALLED, CALLED_JA) else _one_of(name, TOUCHED, TOUCHED_JA)


def told_apart(name: str, other: str) -> bool:
    """True where two names speak of two ways of getting in touch, or of two kinds of buyers: never of one act."""
    for kinds in (CHANNELS, BUYERS):
        mine, its = (
            {number for number, spoken in enumerate(kinds) if _one_of(text, *spoken)} for text in (name, other)
        )
        if mine and its and mine.isdisjoint(its):
            return True
    return False


def approached(name: str) -> str:
    """The word of a name that says that it is of the way to a result: a click on its button, a look at its form.

    Empty for none, for what may be the result itself (a tap on a number), and where it is of the end as well.
    """
    if _one_of(name, CALLED, CALLED_JA) or _one_of(name, FINISHED | SENDING, FINISHED_JA):
        return ""
    return _one_of(name, APPROACHED, APPROACHED_JA) or begun(name)


def _one_of(name: str, english: frozenset[str], japanese: tuple[str, ...]) -> str:
    """The first word of a name that is among these, a Japanese one wherever it stands; empty for none."""
    plain, words = _read(name)
    spoken = [word for word in words if word in english]
    return next(iter((*spoken, *(word for word in japanese if word in plain))), "")


def _plain(text: str) -> str:
    """A text in usual widths, its Latin letters without accents."""
    return unicodedata.normalize("NFC", _ACCENT.sub("", unicodedata.normalize("NFKD", text)))


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[str, tuple[str, ...]]:
    """A text as `_plain`, and its words in lower case; several rules ask for each name."""
    plain = _plain(text)
    return plain, tuple(_WORD.findall(_HUMP.sub(" ", plain).lower()))


def _words(text: str) -> tuple[str, str] | None:
    """The category of a text and the words for it."""
    plain, words = _read(text)
    joined, dense = f" {' '.join(words)} ", "".join(plain.split())
    whole = WHOLE.get(joined.strip() if words and not _FOREIGN.search(plain) else dense)
    if whole is not None:
        return whole, plain.strip()
    rows = {" ".join(words[at : at + length]) for at in range(len(words)) for length in range(1, _LONGEST + 1)}
    spoken = [(category, row) for _, category, row in sorted((*_SPOKEN[row], row) for row in rows & _SPOKEN.keys())]
    if not dense.isascii():
        spoken += [
            (category, phrase) for category, phrases in JAPANESE.items() for phrase in phrases if phrase in dense
        ]
    if not spoken or not all(fits(spoken[0][0], category) for category, _ in spoken):
        return None
    first, phrase = spoken[0]
    rest = joined.replace(f" {phrase} ", "  ")
    left = dense.replace(phrase, "")
    if first in STEPS:
        denied = FINISHED & {*words} or any(word in dense for word in FINISHED_JA)
    else:
        denied = TAKEN_BACK & {*rest.split()} or any(word in left for word in TAKEN_BACK_JA)
    return None if denied else (first, phrase)


def _address(address: str) -> Hint | None:
    """The result that an address is the end of, if it says both."""
    words = {*_WORD.findall(address.lower())}
    ends = sorted(_ENDS & words)
    objects = [category for category, known in _OBJECTS.items() if known & words]
    return Hint(objects[0], address, "address") if ends and len(objects) == 1 else None
