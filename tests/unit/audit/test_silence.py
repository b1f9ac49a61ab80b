"""Has measurement stopped?"""

from __future__ import annotations

import datetime
from dataclasses import replace

from microconv.analysis.subject import Subject
from microconv.audit.rules.silence import silence_month, silence_never, silence_quarter, silence_tag, silence_week
from microconv.audit.rules.silence_ended import silence_call_ads, silence_universal
from microconv.audit.rules.silence_events import silence_key_event, silence_not_key_event, silence_property
from microconv.audit.rules.silence_results import silence_result
from microconv.audit.run import verdict
from microconv.core.diagnostics import Span
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from tests.strategies import action, client, conversion, goal, imported, key_event
from tests.unit.audit.cases import TODAY, account, cannot_tell, does_not_apply, fails, passes

_CART, _SALE = action("mv_cart", 1), action("Sale", 2)
_THEIRS = action("Theirs", 3, Standing.OTHER_OWNER)


def _ago(days: int, **said: float) -> Counted:
    """Counted last so many days before the audit: `days` - 1 full days are silent, and so is its tag."""
    lags = {"less_than_one_day": said.pop("lags")} if "lags" in said else {}
    last = TODAY - datetime.timedelta(days=days)
    return Counted(last=last, asked=f"{last} 10:00:00", lags=lags, **said)


def _seen(days: int, counted: Counted) -> Counted:
    """The same with a request of its tag so many days before the audit."""
    return replace(counted, asked=f"{TODAY - datetime.timedelta(days=days)} 00:00:01")


def _one(counted: Counted, item: Live = _CART, **said: object) -> Subject:
    return account(item, counts={item.address.name: counted}, **said)  # type: ignore[arg-type]


_OLD = imported("Goal", 6, type="universal_analytics_goal", primary_for_goal=True)
_HOSTED = action("Local actions", 8, Standing.FIXED, category="purchase", origin="google_hosted", primary_for_goal=True)
_CALLS = action("Calls", 7, type="ad_call", category="phone_call_lead", primary_for_goal=True, origin="call_from_ads")

ENDED = [
    fails(silence_universal, account(_CART, _OLD), "Aoi (web) Goal"),
    passes(silence_universal, account(_CART, imported("mv_x", 5))),
    does_not_apply(silence_universal, account(action("x", 1, Standing.REMOVED))),
    does_not_apply(silence_week, _one(_ago(11, all=90.0), _OLD), about="silence-universal tells"),
    does_not_apply(silence_week, _one(_ago(11, all=90.0), _HOSTED), about="nobody's to mend, and not for bidding"),
    fails(
        silence_result,
        account(_HOSTED, goal("purchase~google_hosted"), counts={"Local actions": _ago(11, all=90.0)}),
        "Local actions",
        about="for bidding",
    ),
    fails(silence_call_ads, account(_CALLS, action("mv_cart", primary_for_goal=True)), "Calls"),
    passes(silence_call_ads, account(action("mv_cart", primary_for_goal=True))),
    passes(
        silence_call_ads,
        account(
            action("Calls", 7, type="ad_call", category="phone_call_lead"),
            action("mv_cart", primary_for_goal=True),
        ),
        "bidding does not use it",
    ),
    does_not_apply(silence_call_ads, account(_CART)),
    cannot_tell(silence_call_ads, account(_CALLS, account__warning="no access")),
]

WEEK = [
    fails(
        silence_week,
        account(_CART, _SALE, counts={"mv_cart": _ago(8, all=13.0), "Sale": _ago(8, all=40.0)}),
        "Sale",
        "mv_cart",
        seen=("13", "40", "2026-11-15", "7", "30"),
    ),
    passes(silence_week, _one(_ago(7, all=500.0)), "6 full days"),
    passes(silence_week, _one(_ago(0, all=500.0)), "today"),
    passes(silence_week, _one(_ago(8, all=12.8)), "so few that a week means nothing: 2.99 expected"),
    fails(silence_week, _one(_ago(11, all=9.0)), "mv_cart", about="3 expected exactly"),
    fails(silence_week, _one(_ago(30, all=500.0)), "mv_cart", about="29 full days"),
    passes(silence_week, _one(_ago(31, all=500.0)), "30 full days belong to silence-30"),
    fails(silence_week, _one(_ago(8, all=40.0), _THEIRS), "Theirs", about="what a manager shares, used here"),
    fails(silence_week, _one(_ago(8, all=40.0), imported("mv_x", 4)), "Aoi (web) mv_x"),
    does_not_apply(silence_week, account(_CART, counts={}), about="nothing, ever"),
    does_not_apply(silence_week, account(counts={})),
    does_not_apply(silence_week, _one(_ago(8, all=40.0), action("calls", 5, Standing.SYSTEM)), about="Google's own"),
    does_not_apply(silence_week, _one(_ago(8, all=40.0), action("old", 5, Standing.REMOVED))),
    does_not_apply(silence_week, _one(_ago(8, all=40.0), action("old", 5, Standing.HIDDEN))),
    cannot_tell(silence_week, account(_CART), "--measures"),
    cannot_tell(silence_week, account(_CART, missing={"conversions": "DENIED: no"}), "DENIED"),
    does_not_apply(silence_week, account(google_ads=False), "Google"),
]

MONTH = [
    fails(silence_month, _one(_ago(31)), "mv_cart", seen=("2026-10-23", "30"), about="earlier volume not known"),
    passes(silence_month, _one(_ago(30)), "29 full days"),
    fails(silence_month, _one(_ago(90, lags=50.0)), "mv_cart", seen=("50", "90", "89")),
    passes(silence_month, _one(_ago(91, lags=50.0)), "90 full days belong to silence-90"),
    fails(silence_month, _one(_ago(31, lags=9.0)), "mv_cart", about="3 expected exactly"),
    passes(silence_month, _one(_ago(31, lags=8.9)), "a rare result"),
    passes(silence_month, _one(_ago(31, lags=0.1)), "a very rare one"),
    fails(
        silence_month,
        _one(_ago(31, lags=8.9), missing={"lags": "DENIED"}),
        "mv_cart",
        seen=("30",),
        about="lags that were not read are not looked at",
    ),
    fails(
        silence_month,
        account(_CART, _SALE, counts={"mv_cart": _ago(40, lags=1.0), "Sale": _ago(40, lags=30.0)}),
        "Sale",
        about="each by its own numbers, the rare one first or last",
    ),
    fails(silence_month, _one(_ago(40), _THEIRS), "Theirs"),
    does_not_apply(silence_month, account(_CART, counts={})),
    cannot_tell(silence_month, account(_CART)),
]

_MANAGED = {"owner__managed": True}

QUARTER = [
    fails(silence_quarter, _one(_ago(91, all=0.0)), "mv_cart", seen=("2026-08-24", "90")),
    passes(silence_quarter, _one(_ago(90))),
    does_not_apply(silence_quarter, _one(_ago(91), _THEIRS), about="shared, and long not used here"),
    passes(silence_quarter, _one(_ago(90), _THEIRS), about="shared, used here lately"),
    does_not_apply(silence_quarter, _one(_ago(91), **_MANAGED), about="managed for all clients, not listed for this"),
    fails(silence_quarter, _one(_ago(91), client=client(conversion("mv_cart")), **_MANAGED), "mv_cart"),
    fails(silence_quarter, _one(_ago(91), owner__managed=False), "mv_cart"),
    does_not_apply(silence_quarter, account(_CART, counts={})),
    cannot_tell(silence_quarter, account(_CART)),
]

_UPLOAD = action("mv_upload", 6, type="upload_clicks")

NEVER = [
    fails(silence_never, account(_UPLOAD, _SALE, counts={"Sale": _ago(400)}), "mv_upload", seen=("0",)),
    fails(
        silence_never,
        _one(Counted(asked="2026-11-20 09:00:00")),
        "mv_cart",
        seen=("2026-11-20 09:00:00",),
        about="its tag works",
    ),
    fails(silence_never, _one(Counted(asked="2026-11-20 09:00:00"), _UPLOAD), "mv_upload"),
    passes(silence_never, account(_CART, counts={}), "a tag that never asked is the business of silence-tag"),
    passes(silence_never, _one(_ago(400), _UPLOAD)),
    passes(silence_never, _one(Counted(all=1.0), _UPLOAD), "the last day is not told, but it counted"),
    does_not_apply(silence_never, account(_THEIRS, counts={})),
    does_not_apply(silence_never, account(_UPLOAD, counts={}, **_MANAGED)),  # type: ignore[arg-type]
    does_not_apply(silence_never, account(action("calls", 5, Standing.SYSTEM, type="x"), counts={})),
    does_not_apply(silence_never, account(counts={})),
    cannot_tell(silence_never, account(_UPLOAD)),
]

TAG = [
    fails(silence_tag, account(_CART, _SALE, counts={"Sale": _ago(400)}), "mv_cart"),
    passes(silence_tag, _one(Counted(asked="2026-11-20 09:00:00"))),
    passes(silence_tag, _one(Counted(last=TODAY))),
    passes(silence_tag, _one(Counted(all=2.0))),
    does_not_apply(silence_tag, account(_UPLOAD, counts={})),
    does_not_apply(silence_tag, account(_THEIRS, counts={})),
    does_not_apply(silence_tag, account(action("calls", 5, Standing.SYSTEM), counts={})),
    cannot_tell(silence_tag, account(_CART)),
]

_KEY, _OTHER = key_event("mv_cart"), key_event("mv_form", 2)
_FIXED = key_event("purchase", 3, deletable=False, custom=False)

EVENTS = [
    fails(silence_property, account(_KEY, events={}), "345678901", seen=("0", "30")),
    passes(silence_property, account(events={"page_view": 1})),
    cannot_tell(silence_property, account(_KEY)),
    does_not_apply(silence_property, account(property_=False)),
    fails(
        silence_key_event,
        account(_KEY, _OTHER, events={"page_view": 9}),
        "mv_cart",
        "mv_form",
        seen=("0", "30"),
    ),
    fails(silence_key_event, account(_KEY, _OTHER, events={"mv_form": 1}), "mv_cart"),
    passes(silence_key_event, account(_KEY, events={"mv_cart": 1})),
    does_not_apply(silence_key_event, account(_FIXED, events={"page_view": 9}), about="Google's own"),
    fails(silence_key_event, account(_KEY, _FIXED, events={"page_view": 9}), "mv_cart"),
    does_not_apply(silence_key_event, account(_KEY, events={}), "silence-property"),
    does_not_apply(silence_key_event, account(events={"page_view": 9})),
    cannot_tell(silence_key_event, account(_KEY, missing={"events": "QUOTA"}), "QUOTA"),
    fails(
        silence_not_key_event,
        account(_KEY, events={"mv_form": 10, "mv_cart": 99, "generate_lead": 11, "scroll": 999}),
        "generate_lead",
        "mv_form",
        seen=("10", "11", "30", "mv_"),
    ),
    does_not_apply(silence_not_key_event, account(events={"mv_form": 9, "scroll": 999}), "10"),
    passes(silence_not_key_event, account(_KEY, events={"mv_cart": 10})),
    fails(
        silence_not_key_event,
        account(events={"form_thanks": 10}, client=client(conversion("Lead", event="form_thanks"))),
        "Lead",
        seen=("form_thanks", "10"),
        about="the config lists the event",
    ),
    does_not_apply(
        silence_not_key_event,
        account(events={"mv_cart": 10}, client=client(conversion("mv_cart"))),
        about="the config lists it and wants no key event",
    ),
    fails(
        silence_not_key_event,
        account(events={"mv_cart": 10}, client=client(conversion("mv_cart"), conversion("mv_x", event="mv_cart"))),
        "mv_x",
        about="one conversion has the name, another the event",
    ),
    fails(silence_not_key_event, account(events={"mv_form": 10}, client=client(conversion())), "mv_form"),
    does_not_apply(silence_not_key_event, account(events={"mv_form": 10}, client=client(prefix="xx_"))),
    does_not_apply(silence_not_key_event, account(events={})),
    cannot_tell(silence_not_key_event, account()),
]

CASES = [*ENDED, *WEEK, *MONTH, *QUARTER, *NEVER, *TAG, *EVENTS]


def test_each_silent_action_is_found_by_exactly_one_rule() -> None:
    rules = (silence_week, silence_month, silence_quarter, silence_never, silence_tag)
    for days in range(8, 140):
        subject = _one(_ago(days, all=500.0))
        assert sum(bool(verdict(rule, subject).evidence) for rule in rules) == 1, days
    for counted in (Counted(), Counted(asked="2026-11-20 09:00:00")):
        assert sum(bool(verdict(rule, _one(counted)).evidence) for rule in rules) == 1


def test_the_day_is_that_of_the_count_not_of_the_audit() -> None:
    """A snapshot is audited later: no conversion since then is no silence."""
    made = account(_CART, counts={"mv_cart": _ago(3, all=500.0)})
    later = Subject(made.readings, TODAY + datetime.timedelta(days=60))
    assert not verdict(silence_month, later).evidence


def test_lines_are_written_for_what_no_config_lists() -> None:
    (found,) = verdict(silence_not_key_event, account(events={"mv_form": 10})).evidence
    assert found.object == 'ga4.key_event["mv_form"]'
    assert found.lines == "- name: mv_form\n  role: secondary\n  google_ads: false\n  ga4: {event: mv_form}\n"


def test_what_the_config_lists_is_shown_where_it_is_listed() -> None:
    listed = conversion("Lead", event="x", span=Span("a.yaml", 3, 5))
    (found,) = verdict(silence_not_key_event, account(events={"x": 10}, client=client(listed))).evidence
    assert found.span == Span("a.yaml", 3, 5)
    assert found.lines == ""
