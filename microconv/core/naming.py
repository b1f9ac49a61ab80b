"""The `mv_` rule: how micro-conversions are named, and which names GA4 reserves."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from microconv.core.text import NO_TEXT, Text

MAX_EVENT_NAME = 38
"""Longest GA4 event name that is safe as a key event, in characters.

GA4 allows 40, but a longer key event is not reported as one because the appended `_c` is missing
(support.google.com/analytics/answer/9267744, checked 2026-11-23).
"""

MAX_MADE_EVENT = 39
"""Longest name of an event that a rule makes: less than 40 characters (EventCreateRule, v1alpha, checked 2026-11-23).
"""

MAX_ACTION_NAME = 100
"""Longest name of a conversion action, in characters. Not published; what clients enforce (checked 2026-11-23)."""

RESERVED_EVENTS = frozenset(
    {
        "app_remove",
        "app_store_refund",
        "app_store_subscription_cancel",
        "app_store_subscription_renew",
        "click",
        "error",
        "file_download",
        "first_open",
        "first_visit",
        "form_start",
        "form_submit",
        "in_app_purchase",
        "page_view",
        "scroll",
        "session_start",
        "user_engagement",
        "view_complete",
        "video_progress",
        "video_start",
        "view_search_results",
    }
)
"""Events that GA4 collects itself (support.google.com/analytics/answer/13316687, checked 2026-11-23)."""

RESERVED_PREFIXES = ("_", "firebase_", "ga_", "google_", "gtag.")
"""Prefixes that GA4 keeps for itself (same page)."""

_EVENT = re.compile(r"[^\W\d_]\w*")


class NameProblem(NamedTuple):
    """Why a name is refused: a rule id, what is wrong, and what to do."""

    code: str
    summary: Text
    hint: Text = NO_TEXT


@lru_cache(maxsize=64)
def micro_pattern(prefix: str) -> re.Pattern[str]:
    """The pattern of a micro-conversion's name: the prefix, then lower-case words joined by single underscores."""
    return re.compile(rf"{re.escape(prefix)}[a-z][a-z0-9]*(_[a-z0-9]+)*")


def is_micro(name: str, prefix: str) -> bool:
    """True for a name that carries the prefix, well formed or not."""
    return name.startswith(prefix)


def bare(name: str) -> str:
    """A name without what people mix up, to compare names of tags and events: case, blanks and signs."""
    return re.sub(r"[\W_]+", "", name.lower())


def suggest_micro(name: str, prefix: str) -> str:
    """The nearest name that follows the rule, letters without their accents, or an empty string."""
    bare_letters = (letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter))
    body = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", "".join(bare_letters))
    body = re.sub(r"[^a-z0-9]+", "_", body.lower())
    body = body.removeprefix(prefix).strip("_")
    body = body.lstrip("0123456789_")
    return f"{prefix}{body}" if body else ""


def check_micro(name: str, prefix: str) -> list[NameProblem]:
    """Every way in which the name of a micro-conversion breaks the rule."""
    if micro_pattern(prefix).fullmatch(name):
        return []
    from microconv.core import name_texts

    suggestion = suggest_micro(name, prefix)
    hint = name_texts.write_instead(suggestion) if suggestion and suggestion != name else NO_TEXT
    return [NameProblem("micro-name", name_texts.breaks_rule(name, prefix), hint)]


def check_event(name: str, *, collected_by_ga4: bool = False) -> list[NameProblem]:
    """Every reason why GA4 would refuse or not report an event name as a key event.

    `collected_by_ga4` allows the names that GA4 collects itself: an existing event can be marked as a key event.
    """
    long, plain = len(name) > MAX_EVENT_NAME, _EVENT.fullmatch(name) is not None
    prefix = next((prefix for prefix in RESERVED_PREFIXES if name.startswith(prefix)), "")
    collected = name in RESERVED_EVENTS and not collected_by_ga4
    if plain and not (long or prefix or collected):
        return []
    from microconv.core import name_texts

    problems = []
    if long:
        summary = name_texts.too_long(name, MAX_EVENT_NAME)
        problems.append(NameProblem("event-name-length", summary, name_texts.APPENDED))
    if not plain:
        problems.append(NameProblem("event-name-characters", name_texts.not_a_name(name)))
    if prefix:
        problems.append(NameProblem("event-name-reserved", name_texts.kept_for_ga4(name, prefix)))
    if collected:
        problems.append(NameProblem("event-name-reserved", name_texts.collected(name)))
    return problems


def check_made_event(name: str) -> list[NameProblem]:
    """Every reason why GA4 would refuse the name of an event that a rule makes, and that is no key event."""
    problems = [problem for problem in check_event(name) if problem.code != "event-name-length"]
    if len(name) > MAX_MADE_EVENT:
        from microconv.core import name_texts

        problems.append(NameProblem("event-name-length", name_texts.too_long_to_make(name, MAX_MADE_EVENT)))
    return problems
