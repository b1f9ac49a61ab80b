"""From a config and readings to one plan."""

from __future__ import annotations

from dataclasses import replace

from strategies import action, ads, client, conversion, ga4, imported, key_event, plan_of

from microconv.core.conversion import Role
from microconv.core.diagnostics import Diagnostic, Severity, Span
from microconv.core.plan import Conflict, Managed
from microconv.core.planning import make_plan
from microconv.core.resource import Address
from microconv.providers import TYPES


def test_what_was_not_read_is_left_out() -> None:
    wanted = client(conversion("mv_cart", event="mv_cart"))
    plan = make_plan(TYPES, wanted, [ga4()])
    assert [str(change.address) for change in plan.changes] == ['ga4.key_event["mv_cart"]']
    assert plan.accounts == (("ga4", "345678901"),)
    assert plan.managed == (Managed("ga4.key_event", 0),)


def test_the_plan_adds_up_its_parts() -> None:
    wanted = client(conversion("mv_cart", event="mv_cart"), conversion("mv_same"), digest="d1")
    plan = plan_of(wanted, action("mv_same", 1), action("mv_old", 2), key_event("mv_other"))
    assert plan.client == "aoi-store"
    assert plan.accounts == (("google_ads", "123-456-7890"), ("ga4", "345678901"))
    assert plan.unchanged == 3
    assert plan.reads == 3
    assert plan.config_digest == "d1"
    assert plan.managed == (Managed("google_ads.conversion_action", 2), Managed("ga4.key_event", 1))
    assert plan.emulated is False


def test_calls_are_one_mutate_for_the_account_and_one_for_each_key_event() -> None:
    wanted = client(*(conversion(f"mv_{name}", event=f"mv_{name}") for name in "abc"))
    assert plan_of(wanted).apply_calls == 4
    assert plan_of(client()).apply_calls == 0


def test_an_emulated_account_marks_the_plan() -> None:
    assert plan_of(client(), emulated=True).emulated is True
    assert plan_of(client(), emulated=False).emulated is False


def test_an_emulated_and_a_real_account_in_one_plan_are_a_conflict() -> None:
    plan = make_plan(TYPES, client(), [ads(), ga4(emulated=True)])
    assert plan.conflicts == (
        Conflict(
            Address("client", "aoi-store"),
            "one account is emulated and google_ads 123-456-7890 is not",
            "unset what points at the emulator, or `source` the whole file that `microconv emulator --env-file` wrote",
        ),
    )


def test_another_currency_is_a_conflict() -> None:
    plan = plan_of(client(conversion("mv_cart"), path="aoi.yaml"), action("mv_cart"), customer__currency_code="USD")
    assert plan.conflicts == (
        Conflict(
            Address("google_ads.account", "123-456-7890"),
            "the config's currency is JPY, the account's is USD",
            "write `currency: USD` and check every value; a conversion that really is reported in another currency "
            "says so with `value: {currency: …}`",
            "aoi.yaml",
        ),
    )
    assert plan.changes == ()
    assert not plan.empty


def test_a_config_without_currency_has_none_to_differ() -> None:
    assert plan_of(client(currency=""), customer__currency_code="USD").empty
    assert plan_of(client(), customer__currency_code="").empty
    assert plan_of(client(), customer__currency_code="JPY").empty


def test_what_the_account_refuses_is_a_conflict() -> None:
    plan = plan_of(client(), account__refusal="the conversions belong to 999-888-7777")
    assert plan.conflicts == (
        Conflict(
            Address("google_ads.account", "123-456-7890"),
            "the conversions belong to 999-888-7777",
            "point the config at the account that owns the conversions",
            "google_ads 123-456-7890",
        ),
    )


def test_what_the_account_warns_of_does_not_stop_the_run() -> None:
    plan = plan_of(client(), account__warning="auto-tagging is off")
    assert plan.warnings == (
        Diagnostic(Severity.WARNING, "account", "auto-tagging is off", where="google_ads 123-456-7890"),
    )
    assert plan.empty


def test_a_twin_is_a_warning_in_the_plan() -> None:
    wanted = client(conversion("mv_cart", event="mv_cart", role=Role.PRIMARY, span=Span("aoi.yaml", 9, 5)))
    live = (action("mv_cart", 1, primary_for_goal=True), imported("mv_cart", 2, primary_for_goal=True))
    plan = plan_of(wanted, *live, key_event("mv_cart"))
    assert plan.empty
    assert plan.warnings == (
        Diagnostic(
            Severity.WARNING,
            "double-counting",
            '"mv_cart" and "Aoi (web) mv_cart" count the same GA4 event mv_cart, and both are primary: bidding counts '
            "each conversion twice",
            span=Span("aoi.yaml", 9, 5),
            where='google_ads.conversion_action["Aoi (web) mv_cart"]',
            hint="make one of the two secondary, or declare the import instead: `google_ads: {source: ga4}`",
        ),
    )


def test_account_conflicts_come_before_those_of_objects() -> None:
    wanted = client(conversion("mv_cart"))
    plan = plan_of(wanted, action("mv_cart", type="ad_call"), customer__currency_code="USD")
    assert [item.address.type for item in plan.conflicts] == ["google_ads.account", "google_ads.conversion_action"]


def test_a_reading_of_an_unknown_type_is_ignored() -> None:
    stray = action("mv_x")
    stray = replace(stray, address=Address("google_ads.label", "mv_x"))
    assert make_plan(TYPES, client(), [ads(stray), ga4()]).empty
