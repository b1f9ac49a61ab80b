"""The data from which the pictures are drawn."""

from __future__ import annotations

from collections.abc import Mapping

from microconv.analysis.overview import Overview, Part, Shown, overview
from microconv.analysis.subject import Subject
from microconv.core.client import Client
from microconv.core.conversion import GA4_IMPORT, Conversion, ConversionKind
from microconv.core.measures import Counted
from microconv.core.resource import Live, Standing
from microconv.core.value import Money
from tests.strategies import action, campaign, client, conversion, custom_goal, goal, imported, key_event
from tests.unit.audit.cases import account


def counts(**by_name: float) -> dict[str, Counted]:
    """All conversions by name."""
    return {name: Counted(all=count) for name, count in by_name.items()}


def names(shown: tuple[Shown, ...]) -> list[str]:
    return [item.name for item in shown]


def of(subject: Subject, name: str) -> Shown:
    """The one action with this name."""
    (found,) = [item for item in overview(subject).shown if item.name == name]
    return found


CART = conversion("mv_cart", next="mv_form")
FORM = conversion("mv_form", source=GA4_IMPORT, event="form_start", next="Enquiry")
ENQUIRY = conversion("Enquiry", kind=ConversionKind.MACRO)
CHAIN = (CART, FORM, ENQUIRY)
LIVE = (
    action("Enquiry", 1, category="contact", primary_for_goal=True),
    imported("form_start", 2, name="Aoi (web) form_start"),
    action("mv_cart", 3),
)


def chain(*live: Live, config: Client | None = None, **counted: float) -> Overview:
    """The overview of CHAIN's config."""
    made = {name.replace("__", " "): count for name, count in counted.items()}
    return overview(account(*(live or LIVE), client=config or client(*CHAIN), counts=counts(**made) if made else None))


# ---- the funnel that the config declares


def test_the_funnel_follows_the_config_although_an_import_has_another_name_in_the_account() -> None:
    found = chain()
    assert found.declared
    assert names(found.funnel) == ["mv_cart", "Aoi (web) form_start", "Enquiry"]
    assert [item.next for item in found.funnel] == ["Aoi (web) form_start", "Enquiry", ""]


def test_rates_compare_a_step_with_what_it_leads_to() -> None:
    found = overview(
        account(
            *LIVE, client=client(*CHAIN), counts=counts(**{"mv_cart": 80, "Aoi (web) form_start": 20, "Enquiry": 25})
        )
    )
    assert [item.rate for item in found.funnel] == [0.25, 1.25, None]


def test_a_step_that_counted_nothing_has_no_rate() -> None:
    found = chain(Enquiry=5.0)
    assert [(item.count, item.rate) for item in found.funnel] == [(0.0, None), (0.0, None), (5.0, None)]


def test_a_step_that_leads_to_nothing_has_the_rate_zero() -> None:
    assert [item.rate for item in chain(mv_cart=5.0).funnel] == [0.0, None, None]


def test_a_conversion_that_is_not_live_is_passed_over() -> None:
    found = chain(LIVE[0], LIVE[2], mv_cart=10.0, Enquiry=1.0)
    assert [(item.name, item.next, item.rate) for item in found.funnel] == [
        ("mv_cart", "Enquiry", 0.1),
        ("Enquiry", "", None),
    ]


def test_a_removed_action_is_neither_shown_nor_a_step() -> None:
    found = chain(LIVE[0], LIVE[1], action("mv_cart", 3, Standing.REMOVED))
    assert names(found.funnel) == ["Aoi (web) form_start", "Enquiry"]
    assert names(found.shown) == ["Enquiry", "Aoi (web) form_start"]


def test_branches_are_by_their_distance_then_by_count() -> None:
    more = conversion("mv_pdf", next="Enquiry")
    found = overview(
        account(*LIVE, action("mv_pdf", 4), client=client(*CHAIN, more), counts=counts(mv_pdf=7, mv_cart=3.0))
    )
    assert names(found.funnel) == ["mv_cart", "mv_pdf", "Aoi (web) form_start", "Enquiry"]


def test_what_the_config_does_not_link_is_shown_but_no_step() -> None:
    found = chain(*LIVE, action("Newsletter", 9))
    assert "Newsletter" not in names(found.funnel)
    assert "Newsletter" in names(found.shown)


def circle() -> tuple[Conversion, ...]:
    return (
        conversion("mv_a", next="mv_b"), conversion("mv_b", next="mv_c"), conversion("mv_c", next="mv_a"),
    )  # fmt: skip


def test_a_circle_ends() -> None:
    found = chain(action("mv_a", 1), action("mv_c", 3), config=client(*circle()))
    assert [(item.name, item.next) for item in found.funnel] == [("mv_a", "mv_c"), ("mv_c", "mv_a")]


def test_a_circle_beyond_what_is_live_ends() -> None:
    config = client(conversion("mv_start", next="mv_a"), *circle())
    assert not chain(action("mv_start", 1), config=config).declared


def test_what_leads_into_a_circle_is_farther_than_the_circle() -> None:
    config = client(conversion("mv_start", next="mv_a"), *circle())
    live = [action(name, number) for number, name in enumerate(("mv_start", "mv_a", "mv_b", "mv_c"))]
    found = chain(*live, config=config, mv_start=1.0, mv_a=9.0, mv_b=8.0, mv_c=7.0)
    assert names(found.funnel) == ["mv_start", "mv_a", "mv_b", "mv_c"]


def test_of_two_actions_of_one_name_the_first_is_the_step() -> None:
    found = chain(*LIVE, action("mv_cart", 4))
    assert names(found.funnel) == ["mv_cart", "Aoi (web) form_start", "Enquiry"]
    assert names(found.shown).count("mv_cart") == 2


def test_a_circle_back_to_itself_is_no_funnel() -> None:
    found = chain(action("mv_a", 1), config=client(*circle()))
    assert not found.declared


# ---- the funnel that is guessed


def test_without_links_the_order_is_by_category_and_results_come_last() -> None:
    categories = {
        "Sale": "purchase", "Odd": "default", "mv_odd": "default", "Cart": "add_to_cart", "Page": "page_view",
        "Call": "contact",
    }  # fmt: skip
    live = [action(name, number, category=category) for number, (name, category) in enumerate(categories.items())]
    found = overview(account(*live))
    assert not found.declared
    assert names(found.funnel) == ["mv_odd", "Page", "Cart", "Odd", "Call", "Sale"]


def test_in_one_category_the_more_frequent_comes_first() -> None:
    live = action("a", 1, category="contact"), action("b", 2, category="contact")
    assert names(overview(account(*live, counts=counts(a=1, b=2))).funnel) == ["b", "a"]


# ---- counts, values and parts


def test_counts_are_unknown_where_nobody_asked_or_nobody_may() -> None:
    live = action("a", 1)
    assert of(account(live), "a").count is None
    refused: Mapping[str, str] = {"conversions": "no access"}
    assert of(account(live, counts=counts(a=3), missing=refused), "a").count is None
    assert of(account(live, counts=counts(a=3), missing={"lags": "no access"}), "a").count == 3.0
    assert of(account(live, counts={}), "a").count == 0.0


def test_values_are_in_the_currency_of_the_action_else_of_the_account() -> None:
    euros = action("a", 1, value_settings__default_value=5, value_settings__default_currency_code="EUR")
    plain = action("b", 2, value_settings__default_value=None, value_settings__default_currency_code=None)
    both = account(euros, plain)
    assert (of(both, "a").value, of(both, "a").currency) == (5.0, "EUR")
    assert (of(both, "b").value, of(both, "b").currency) == (None, "JPY")


def test_the_parts_are_what_bidding_uses_not_the_flag() -> None:
    final = action("Sale", 1, category="purchase", primary_for_goal=True)
    step = action("mv_cart", 2, primary_for_goal=True)
    off = action("Call", 3, category="contact", primary_for_goal=True)
    listed = action("mv_pdf", 4)
    subject = account(
        final, step, off, listed, goal("purchase~website"), goal("add_to_cart~website"), goal("contact~website", False),
        custom_goal("Learning", 7, listed), campaign("Brand", 1, custom=7), campaign("Other", 2),
    )  # fmt: skip
    assert {item.name: item.part for item in overview(subject).shown} == {
        "Sale": Part.FINAL, "mv_cart": Part.STEP, "mv_pdf": Part.STEP, "Call": Part.OBSERVED,
    }  # fmt: skip
    assert of(subject, "Call").primary
    assert not of(subject, "mv_pdf").primary


def test_shown_is_by_part_then_count() -> None:
    live = action("a", 1), action("b", 2), action("Sale", 3, category="purchase", primary_for_goal=True)
    subject = account(*live, goal("purchase~website"), counts=counts(a=1, b=9))
    assert names(overview(subject).shown) == ["Sale", "b", "a"]


def test_the_order_of_the_reading_changes_nothing() -> None:
    there = overview(account(*LIVE, client=client(*CHAIN)))
    assert there == overview(account(*reversed(LIVE), client=client(*CHAIN)))


# ---- GA4 alone


def test_without_google_ads_the_key_events_are_the_funnel() -> None:
    events = key_event("mv_scroll", 1), key_event("lead", 2, default_value=Money(3000.0, "USD"))
    subject = account(*events, google_ads=False, events={"mv_scroll": 90, "lead": 4})
    found = overview(subject)
    assert found.events
    assert [(item.name, item.count, item.value) for item in found.funnel] == [
        ("mv_scroll", 90.0, None),
        ("lead", 4.0, 3000.0),
    ]
    assert found.funnel[1].currency == "USD"
    assert {item.part for item in found.shown} == {Part.OBSERVED}


def test_key_events_are_linked_by_the_event_of_the_config() -> None:
    scroll = conversion("mv_deep_read", source=None, event="scroll90", next="Lead")
    lead = conversion("Lead", source=None, event="generate_lead")
    subject = account(
        key_event("generate_lead", 1), key_event("scroll90", 2), client=client(scroll, lead), google_ads=False,
        events={"scroll90": 8, "generate_lead": 2},
    )  # fmt: skip
    found = overview(subject)
    assert [(item.name, item.next, item.rate) for item in found.funnel] == [
        ("scroll90", "generate_lead", 0.25),
        ("generate_lead", "", None),
    ]


def test_events_that_were_not_counted_are_unknown() -> None:
    assert overview(account(key_event("lead"), google_ads=False)).shown[0].count is None


def test_nothing_recorded_is_nothing_shown() -> None:
    assert overview(account()) == Overview()


def test_bidding_learns_from_the_column_conversions_and_what_is_observed_is_counted_whole() -> None:
    live = (*LIVE, goal("contact"))
    counted = {name: Counted(all=9.0, bid=7.5) for name in ("Enquiry", "mv_cart")}
    subject = account(*live, client=client(*CHAIN), counts=counted)
    assert [(of(subject, name).count, of(subject, name).learnt) for name in counted] == [(9.0, 7.5), (9.0, 9.0)]
    assert of(account(*live), "Enquiry").learnt is None


def test_the_value_of_a_tag_that_sends_values_is_their_average() -> None:
    settings = {"value_settings__default_value": 1.0, "value_settings__default_currency_code": "JPY"}
    sale = action("Sale", 1, category="purchase", value_settings__always_use_default_value=False, **settings)
    sold, few = {"Sale": Counted(all=20, all_value=1_646)}, {"Sale": Counted(all=9, all_value=738)}
    shown = of(account(sale, counts=sold), "Sale")
    assert (shown.value, shown.average) == (82.0, True)
    for counted in (few, {"Sale": Counted(all=20, all_value=20)}):
        shown = of(account(sale, counts=counted), "Sale")
        assert (shown.value, shown.average) == (1.0, False)
