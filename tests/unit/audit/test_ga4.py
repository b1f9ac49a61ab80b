"""Are GA4's limits, settings and event rules all right?"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from microconv.analysis.subject import Subject
from microconv.audit.rules.conditions import contradiction, source, without_scheme
from microconv.audit.rules.ga4 import ga4_currency, ga4_enhanced_off, ga4_key_events
from microconv.audit.rules.ga4_rules import ga4_rules_idle, ga4_rules_never, ga4_rules_overlap
from microconv.audit.run import verdict
from microconv.core.event_page import page_reached
from microconv.core.event_rule import COMPARISONS, NEEDS, Condition
from microconv.core.kinds import ACTION, EVENT_RULE, KEY_EVENT
from microconv.core.resource import Live
from tests.strategies import PROPERTY, key_event, measurement, rule
from tests.unit.audit.cases import Case, account, cannot_tell, does_not_apply, fails, passes


def many(count: int, *more: Live) -> tuple[Live, ...]:
    """So many custom key events."""
    return (*(key_event(f"mv_{number:02}", number) for number in range(count)), *more)


_OWN = key_event("purchase", 99, custom=False, deletable=False)
_STANDARD, _PREMIUM = "google_analytics_standard", "google_analytics_360"

LIMITS = [
    fails(ga4_key_events, account(*many(24), property__service_level=_STANDARD), PROPERTY, seen=("24", "30")),
    passes(ga4_key_events, account(*many(23, _OWN), property__service_level=_STANDARD)),
    fails(ga4_key_events, account(*many(40), property__service_level=_PREMIUM), PROPERTY, seen=("40", "50")),
    passes(ga4_key_events, account(*many(39), property__service_level=_PREMIUM)),
    fails(ga4_key_events, account(*many(24)), PROPERTY, seen=("24", "30", "(?)"), about="level not known"),
    passes(ga4_key_events, account(*many(23))),
    does_not_apply(ga4_key_events, account(_OWN)),
    does_not_apply(ga4_key_events, account()),
    does_not_apply(ga4_key_events, account(property_=False)),
    fails(ga4_currency, account(property__currency_code="USD"), PROPERTY, seen=("USD", "JPY")),
    passes(ga4_currency, account(property__currency_code="JPY")),
    cannot_tell(ga4_currency, account()),
    cannot_tell(ga4_currency, account(property__currency_code="JPY", customer__currency_code="")),
    does_not_apply(ga4_currency, account(google_ads=False)),
]


def made(event: str, *lines: str, number: int = 1) -> Live:
    """A live event rule with these conditions."""
    return rule(event, number, event_conditions=tuple(sorted(lines)))


def on_page(event: str, path: str, number: int = 1) -> Live:
    """A live rule that makes an event when a page is seen whose address has `path` in it."""
    return made(event, "event_name equals page_view", f"page_location contains {path}", number=number)


def _read(types: dict[str, str], *live: Live) -> Subject:
    """An account of which only one type was read in each API."""
    whole = account(*live)
    readings = (replace(item, types=frozenset({types[item.provider]})) for item in whole.readings)
    return replace(whole, readings=tuple(readings))


_UNREAD = frozenset({KEY_EVENT})
_NO_STREAM = {"stream__refusal": "the property has 2 web streams"}
_SCROLL = rule("mv_scroll90")
_FOREIGN = replace(on_page("mv_a", "/a", 2), id=f"properties/{PROPERTY}/dataStreams/6/eventCreateRules/2")

ENHANCED = [
    fails(ga4_enhanced_off, account(_SCROLL, measurement("scrolls")), "mv_scroll90", seen=("scroll", "scrolls")),
    fails(ga4_enhanced_off, account(_SCROLL, measurement("stream")), "mv_scroll90", seen=("stream",)),
    fails(
        ga4_enhanced_off,
        account(made("mv_b", "event_name equals file_download"), _SCROLL, measurement("file_downloads", "scrolls")),
        "mv_b",
        "mv_scroll90",
        seen=("file_downloads", "scrolls"),
    ),
    passes(ga4_enhanced_off, account(_SCROLL, measurement())),
    passes(ga4_enhanced_off, account(_SCROLL, measurement("file_downloads")), "another setting"),
    does_not_apply(ga4_enhanced_off, account(on_page("mv_a", "/a"), measurement("stream"))),
    does_not_apply(ga4_enhanced_off, account(on_page("mv_a", "/a"))),
    does_not_apply(ga4_enhanced_off, account(measurement("scrolls"))),
    does_not_apply(ga4_enhanced_off, account(made("mv_x", "event_name unknown_20 x"), measurement("scrolls"))),
    cannot_tell(ga4_enhanced_off, account(_SCROLL), about="the settings were not read"),
    cannot_tell(ga4_enhanced_off, account(_SCROLL, measurement("scrolls"), types=_UNREAD)),
    cannot_tell(ga4_enhanced_off, account(_SCROLL, measurement("scrolls"), **_NO_STREAM), "2 web streams"),  # type: ignore[arg-type]
    does_not_apply(ga4_enhanced_off, account(property_=False)),
]

OVERLAP = [
    fails(
        ga4_rules_overlap,
        account(on_page("mv_a", "/a"), on_page("mv_a", "/b", 2)),
        "mv_a",
        seen=("page_location contains /a", "page_location contains /b", "event_name equals page_view"),
    ),
    fails(ga4_rules_overlap, account(*(on_page("mv_a", "/a", n) for n in (1, 2, 3))), "mv_a", "mv_a", seen=("[=]",)),
    fails(
        ga4_rules_overlap,
        account(on_page("mv_a", "/a"), made("mv_a", "event_name equals page_view", number=2)),
        "mv_a",
        seen=("[=]",),
        about="one rule's conditions are all among the other's",
    ),
    fails(
        ga4_rules_overlap,
        account(on_page("mv_a", "/a", 2), made("mv_a", "event_name equals page_view")),
        "mv_a",
        seen=("[=]",),
        about="the other way round",
    ),
    fails(
        ga4_rules_overlap,
        account(on_page("mv_a", "/a"), on_page("mv_a", "/b", 2)),
        "mv_a",
        seen=("[&]",),
        about="neither has all of the other's",
    ),
    passes(
        ga4_rules_overlap,
        account(made("mv_a", "page_path equals /a"), made("mv_a", "page_path equals /b", number=2)),
        "two pages: this is how GA4 says `or`",
    ),
    fails(
        ga4_rules_overlap,
        account(
            made("mv_a", "page_path equals /a"),
            made("mv_a", "page_path equals /b", number=2),
            made("mv_a", "page_path equals /a", number=3),
        ),
        "mv_a",
        about="the third with the first",
    ),
    passes(ga4_rules_overlap, account(on_page("mv_a", "/a"), on_page("mv_b", "/a", 2))),
    passes(ga4_rules_overlap, account(on_page("mv_a", "/a"), _FOREIGN), "another stream"),
    does_not_apply(ga4_rules_overlap, account()),
    does_not_apply(ga4_rules_overlap, account(made("mv_x", "event_name unknown_20 x"))),
    cannot_tell(ga4_rules_overlap, account(_SCROLL, types=_UNREAD)),
    passes(ga4_rules_overlap, _read({"google_ads": ACTION, "ga4": EVENT_RULE}, _SCROLL), "each API has its own types"),
    cannot_tell(ga4_rules_overlap, _read({"google_ads": EVENT_RULE, "ga4": KEY_EVENT}, _SCROLL)),
    cannot_tell(ga4_rules_overlap, account(_SCROLL, **_NO_STREAM), "2 web streams"),  # type: ignore[arg-type]
]


def never(*lines: str, seen: tuple[str, ...] = ()) -> Case:
    """A rule with these conditions can never match."""
    return fails(ga4_rules_never, account(made("mv_a", *lines)), "mv_a", seen=seen, about=" & ".join(lines))


def ever(*lines: str) -> Case:
    """A rule with these conditions may match."""
    return passes(ga4_rules_never, account(made("mv_a", *lines)), " & ".join(lines))


NEVER = [
    never("event_name equals scroll", "event_name equals click", seen=("equals click", "equals scroll")),
    ever("event_name equals scroll", "page_path equals click"),
    ever("event_name equals scroll", "event_name equals scroll"),
    never("a equals x", "a not equals x"),
    never("a not equals x", "a equals x", "b equals c"),
    ever("a equals x", "a not equals y"),
    ever("a not equals x", "a not equals y"),
    ever("a not contains x", "a not equals x"),
    never("a contains x", "a not contains x"),
    ever("a contains x", "b not contains x"),
    ever("a contains x", "a contains y"),
    ever("a contains x", "a not contains y"),
    ever("a starts_with x", "a starts_with y"),
    never("a equals xyz", "a contains w"),
    ever("a equals xyz", "a contains y"),
    never("a equals xyz", "a not contains y"),
    ever("a equals xyz", "a not contains w"),
    never("a equals xyz", "a starts_with y"),
    ever("a equals xyz", "a starts_with xy"),
    never("a equals xyz", "a ends_with y"),
    ever("a equals xyz", "a ends_with yz"),
    never("a equals xyz", "a contains Y"),
    ever("a equals xyz", "a contains_case_insensitive Y"),
    never("a equals xyz", "a not contains_case_insensitive Y"),
    never("a equals xyz", "a contains_case_insensitive W"),
    never("a equals X", "a equals_case_insensitive y"),
    ever("a equals X", "a equals_case_insensitive x"),
    never("a equals X", "a equals x"),
    ever("a equals_case_insensitive X", "a equals x"),
    never("a equals_case_insensitive X", "a equals y"),
    ever("a equals_case_insensitive X", "a not equals x"),
    never("a equals_case_insensitive X", "a not equals_case_insensitive x"),
    never("a equals_case_insensitive xyz", "a starts_with Y"),
    ever("a equals_case_insensitive xyz", "a not starts_with X"),
    ever("a equals xyz", "a regular_expression ^q"),
    ever("a equals xyz", "a not regular_expression_case_insensitive ^x"),
    ever("a equals 5", "a regular_expression 7"),
    ever("a equals 7", "a regular_expression 5"),
    ever("a equals 10", "a equals 10.0"),
    never("a equals 10", "a equals 11"),
    never("a equals 10", "a not equals 10.0"),
    never("a equals 10", "a equals x"),
    ever("a equals nan", "a equals nan"),
    ever("a equals 10", "a greater_than 9"),
    never("a equals 10", "a greater_than 10"),
    ever("a equals 10", "a greater_than_or_equal 10"),
    never("a equals 10", "a greater_than_or_equal 10.5"),
    ever("a equals 10", "a less_than 11"),
    never("a equals 10", "a less_than 10"),
    ever("a equals 10", "a less_than_or_equal 10"),
    never("a equals 10", "a less_than_or_equal 9.5"),
    never("a equals 10", "a not greater_than 9"),
    ever("a equals 10", "a not greater_than 10"),
    ever("a equals x", "a greater_than 9"),
    ever("a equals 10", "a greater_than x"),
    never("a greater_than 10", "a less_than 9"),
    never("a greater_than 10", "a less_than 10"),
    ever("a greater_than 10", "a less_than 10.5"),
    never("a greater_than_or_equal 10", "a less_than 10"),
    never("a greater_than 10", "a less_than_or_equal 10"),
    ever("a greater_than_or_equal 10", "a less_than_or_equal 10"),
    never("a greater_than_or_equal 10", "a less_than_or_equal 9"),
    ever("a greater_than 10", "a less_than inf"),
    ever("a greater_than inf", "a less_than inf"),
    ever("a greater_than 10", "a less_than x"),
    ever("a greater_than x", "a less_than 10"),
    ever("a greater_than 10", "a greater_than 20"),
    ever("a less_than 10", "a less_than 5"),
    never("a not less_than 10", "a less_than_or_equal 9"),
    never("a not less_than 10", "a less_than 10"),
    ever("a not less_than 10", "a less_than_or_equal 10"),
    never("a not less_than_or_equal 10", "a less_than_or_equal 10"),
    never("a greater_than 10", "a not greater_than_or_equal 10"),
    never("a greater_than_or_equal 11", "a not greater_than 10"),
    ever("a not greater_than 10", "a not less_than 10"),
    ever("a not contains 10", "a greater_than 20"),
    never("page_location equals /thanks", seen=("page_location equals /thanks", "https://")),
    never("page_location equals_case_insensitive example.com/thanks"),
    never("page_location starts_with /thanks"),
    never("page_location starts_with_case_insensitive www"),
    ever("page_location not equals /thanks"),
    ever("page_location contains /thanks"),
    ever("page_location ends_with /thanks"),
    ever("page_referrer equals /thanks"),
    ever("page_location equals https://example.com/"),
    ever("page_location equals HTTP://example.com/"),
    ever("page_location equals android-app://com.example"),
    never("page_location equals https"),
    ever("page_location starts_with http"),
    ever("page_location starts_with https:/"),
    ever("page_location starts_with https://example.com"),
    ever("page_location contains /a", "page_location starts_with https://"),
    never("event_name equals page_view", "page_location contains /a", "page_location equals /b"),
    passes(
        ga4_rules_never,
        account(made("mv_a", "event_name equals page_view", str(page_reached("/form/step1")))),
        "what microconv writes itself",
    ),
    fails(
        ga4_rules_never,
        account(on_page("mv_a", "/a"), made("mv_b", "event_name equals mv_a", number=2)),
        "mv_b",
        seen=("mv_a",),
        about="rules do not see what rules make",
    ),
    fails(ga4_rules_never, account(made("mv_a", "event_name equals mv_a")), "mv_a", about="from itself"),
    passes(ga4_rules_never, account(_FOREIGN, made("mv_b", "event_name equals mv_a")), "of another stream"),
    passes(ga4_rules_never, account(on_page("mv_a", "/a"), made("mv_b", "event_name not equals mv_a", number=2))),
    passes(ga4_rules_never, account(on_page("mv_a", "/a"), made("mv_b", "event_name contains mv_a", number=2))),
    passes(ga4_rules_never, account(on_page("mv_a", "/a"), made("mv_b", "page_path equals mv_a", number=2))),
    passes(ga4_rules_never, account(rule("mv_a", event_conditions=None)), "no condition at all"),
    does_not_apply(ga4_rules_never, account()),
    cannot_tell(ga4_rules_never, account(_SCROLL, types=_UNREAD)),
    cannot_tell(ga4_rules_never, account(_SCROLL, **_NO_STREAM), "2 web streams"),  # type: ignore[arg-type]
]

_SEEN = {"page_view": 5}

IDLE = [
    fails(
        ga4_rules_idle,
        account(_SCROLL, on_page("mv_a", "/a", 2), measurement(), events=_SEEN),
        "mv_scroll90",
        seen=("scroll", "30"),
    ),
    fails(ga4_rules_idle, account(_SCROLL, events=_SEEN), "mv_scroll90", about="the settings were not read"),
    passes(ga4_rules_idle, account(_SCROLL, measurement("scrolls"), events=_SEEN), "ga4-enhanced-off says so"),
    fails(
        ga4_rules_idle,
        account(on_page("mv_a", "/a"), measurement("stream"), events={"click": 5}),
        "mv_a",
        about="page views need no setting",
    ),
    passes(ga4_rules_idle, account(_SCROLL, events={"scroll": 1})),
    passes(
        ga4_rules_idle,
        account(on_page("mv_a", "/a"), made("mv_b", "event_name equals mv_a", number=2), events=_SEEN),
        "ga4-rules-never says so",
    ),
    passes(
        ga4_rules_idle,
        account(made("mv_a", "page_path equals /a"), made("mv_b", "event_name equals mv_a", number=2), events=_SEEN),
        "also where that rule starts from any event",
    ),
    does_not_apply(ga4_rules_idle, account(made("mv_a", "page_path equals /a"), events=_SEEN), about="of any event"),
    does_not_apply(ga4_rules_idle, account(_SCROLL, events={}), "silence-property"),
    does_not_apply(ga4_rules_idle, account(events=_SEEN)),
    cannot_tell(ga4_rules_idle, account(_SCROLL)),
    cannot_tell(ga4_rules_idle, account(events=_SEEN, **_NO_STREAM), "2 web streams"),  # type: ignore[arg-type]
    cannot_tell(ga4_rules_idle, account(_SCROLL, events=_SEEN, types=_UNREAD)),
]

CASES = [*LIMITS, *ENHANCED, *OVERLAP, *NEVER, *IDLE]


def test_every_setting_that_an_event_needs_is_one_that_was_read() -> None:
    for event, setting in NEEDS.items():
        subject = account(made("mv_x", f"event_name equals {event}"), measurement(setting))
        (found,) = verdict(ga4_enhanced_off, subject).evidence
        assert found.lines == f"ga4:\n  enhanced_measurement:\n    {setting}: true\n"


# ---- the logic, over generated conditions ----------------------------------------------------------------------------

_CONDITIONS = st.builds(
    Condition,
    field=st.sampled_from(["a", "page_location"]),
    comparison=st.sampled_from([item for item in COMPARISONS if not item.startswith("regular")]),
    value=st.sampled_from(["", "a", "A", "b", "ab", "AB", "1", "2", "1.0", "-1", "nan", "inf"]),
    negated=st.booleans(),
)


def _meets(value: str, condition: Condition) -> bool:
    """An independent reading of a condition: GA4 compares numbers as numbers, everything else as text."""
    kind = condition.comparison
    left, right = value, condition.value
    if kind.endswith("_case_insensitive"):
        kind, left, right = kind.removesuffix("_case_insensitive"), left.lower(), right.lower()
    if kind in {"greater_than", "greater_than_or_equal", "less_than", "less_than_or_equal"}:
        try:
            one, other = float(left), float(right)
        except ValueError:
            return condition.negated
        sign = (one > other) - (one < other)
        found = {"greater_than": sign > 0, "less_than": sign < 0}.get(
            kind, sign >= 0 if "greater" in kind else sign <= 0
        )
    else:
        found = {
            "equals": left == right,
            "contains": right in left,
            "starts_with": left.startswith(right),
            "ends_with": left.endswith(right),
        }[kind]
    return found is not condition.negated


@given(st.lists(_CONDITIONS, min_size=1, max_size=4), st.sampled_from(["", "a", "A", "b", "ab", "aB", "1", "2", "-1"]))
def test_what_some_event_meets_is_no_contradiction(conditions: list[Condition], value: str) -> None:
    """Never a false alarm, for texts and for numbers that compare with numbers."""
    if all(_meets(value, condition) and condition.value not in {"nan", "inf"} for condition in conditions):
        numbers = [c for c in conditions if "than" in c.comparison]
        if all(_is_number(c.value) and _is_number(value) for c in numbers):
            assert contradiction(conditions) is None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


@given(st.lists(_CONDITIONS, max_size=4))
def test_the_order_of_conditions_means_nothing(conditions: list[Condition]) -> None:
    assert contradiction(conditions) == contradiction(conditions[::-1])


@pytest.mark.parametrize("address", ["https://example.com/thanks", "http://a.b/", "HTTPS://EXAMPLE.com"])
def test_an_address_meets_its_own_condition(address: str) -> None:
    for comparison in ("equals", "equals_case_insensitive"):
        assert without_scheme([Condition("page_location", comparison, address)]) is None
    for length in range(len(address)):
        assert without_scheme([Condition("page_location", "starts_with", address[:length])]) is None


def test_the_source_is_the_event_that_is_named_exactly() -> None:
    other = Condition("page_path", "equals", "/a")
    assert source([other, Condition("event_name", "equals", "scroll")]) == "scroll"
    assert source([other, Condition("event_name", "equals", "scroll", negated=True)]) == ""
    assert source([Condition("event_name", "contains", "scroll")]) == ""
