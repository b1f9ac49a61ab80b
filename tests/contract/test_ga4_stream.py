"""The choice of a web stream, and the calls that a reading makes."""

from __future__ import annotations

import pytest

from microconv.core.account_ids import Accounts
from microconv.core.capabilities import Rehearsing
from microconv.core.conversion import Role
from microconv.core.errors import ReadOnlyError, RejectedError
from microconv.core.event_rule import Condition, EventRule
from microconv.core.facts import AccountFacts, Stream
from microconv.core.kinds import EVENT_RULE, KEY_EVENT, LINK, MEASUREMENT
from microconv.core.plan import Action, AttributeChange, Change
from microconv.core.planning.steps import Step
from microconv.core.ports import Status
from microconv.core.resource import Address
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.provider import EVERYTHING, Ga4
from tests.conftest import PROPERTY, STORE
from tests.contract.ga4_site import MEASUREMENT_ID, WEB, Site, app, seeded, web

SECOND = web(702, "G-BLOG000702", event_create_rules=[seeded("mv_blog")], display_name="Blog")
FIRST = web(event_create_rules=[seeded("mv_shop")], display_name="Shop")
CHANGE = Change(
    Action.CREATE,
    Address(EVENT_RULE, "mv_new"),
    (),
    (
        AttributeChange("destination_event", None, "mv_new"),
        AttributeChange("event_conditions", None, ("event_name equals page_view",)),
    ),
)


@pytest.fixture
def site(world, agency, environment):
    del environment
    return Site(world, agency, Connection())


def identities(reading):
    return {item.identity for item in reading.resources if item.address.type == EVENT_RULE}


# ---- the choice


@pytest.mark.parametrize("apps", [[], [app(801), app(802, "IOS_APP_DATA_STREAM")]], ids=["alone", "with apps"])
def test_the_only_web_stream(site, apps):
    site.fill(*apps, FIRST)
    reading = site.read(EVENT_RULE, MEASUREMENT)
    assert (identities(reading), reading.types) == ({"mv_shop"}, {EVENT_RULE, MEASUREMENT})
    assert reading.facts == AccountFacts(
        emulated=True, stream=Stream(MEASUREMENT_ID, f"properties/{PROPERTY}/dataStreams/{WEB}")
    )


@pytest.mark.parametrize(("data_stream", "rule"), [
    (MEASUREMENT_ID, "mv_shop"), ("701", "mv_shop"), ("G-BLOG000702", "mv_blog"), ("702", "mv_blog"),
])  # fmt: skip
def test_the_one_that_the_config_names(site, data_stream, rule):
    site.fill(FIRST, SECOND, app(801))
    reading = site.read(EVENT_RULE, data_stream=data_stream)
    assert identities(reading) == {rule}
    assert reading.facts.stream.refusal is None


NO_STREAM = "the property has no web stream: make one in GA4 (Admin > Data streams)"
TWO = "2 web streams, G-AOI0000701 (Shop), G-BLOG000702 (Blog)"
REFUSALS = {
    "none": ([], "", NO_STREAM),
    "apps only": ([app(801)], "", NO_STREAM),
    "several": ([FIRST, SECOND], "", f"the property has {TWO}: name one of them with `ga4: {{data_stream: G-…}}`"),
    "another": (
        [FIRST, SECOND], "G-NONE",
        f"the property has no web stream G-NONE; it has {TWO}: correct `ga4: {{data_stream: …}}`",
    ),
    "not the only one": (
        [FIRST], "702",
        "the property has no web stream 702; it has 1 web stream, G-AOI0000701 (Shop): correct `ga4: {data_stream: …}`",
    ),
    "an app's": ([app(801)], "801", "the property has no web stream 801; it has none"),
    "many": (
        [web(number, f"G-{number}", display_name="") for number in range(711, 723)], "",
        "the property has 12 web streams, G-711, G-712, G-713, G-714, G-715, G-716, G-717, G-718, G-719, G-720 and 2 "
        "more: name one of them with `ga4: {data_stream: G-…}`",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSALS)
def test_where_none_can_be_chosen_nothing_of_it_is_read(site, holds, case):
    streams, data_stream, why = REFUSALS[case]
    site.fill(*streams, key_events=[{"event_name": "mv_a"}])
    reading = site.read(EVENT_RULE, MEASUREMENT, KEY_EVENT, data_stream=data_stream)
    assert reading.facts == AccountFacts(emulated=True, stream=Stream(refusal=why))
    assert [item.identity for item in reading.resources] == ["mv_a"]
    assert reading.types == {KEY_EVENT}
    assert holds.reads() == ["ListKeyEvents", "ListDataStreams"]


# ---- the calls


CALLS = {
    (KEY_EVENT,): ["ListKeyEvents"],
    (LINK,): ["ListGoogleAdsLinks"],
    (KEY_EVENT, LINK): ["ListKeyEvents", "ListGoogleAdsLinks"],
    (EVENT_RULE,): ["ListDataStreams", "ListEventCreateRules"],
    (MEASUREMENT,): ["ListDataStreams", "GetEnhancedMeasurementSettings"],
    (EVENT_RULE, MEASUREMENT): ["ListDataStreams", "GetEnhancedMeasurementSettings", "ListEventCreateRules"],
    tuple(EVERYTHING): [
        "ListKeyEvents", "ListGoogleAdsLinks", "ListDataStreams", "GetEnhancedMeasurementSettings",
        "ListEventCreateRules",
    ],
}  # fmt: skip


@pytest.mark.parametrize("needs", CALLS, ids=lambda needs: "+".join(sorted(one[4:] for one in needs)))
def test_only_what_is_needed_is_read(site, holds, needs):
    site.fill(FIRST, key_events=[{"event_name": "mv_a"}], google_ads_links=[{"customer_id": STORE}])
    reading = site.read(*needs)
    assert holds.reads() == CALLS[needs]
    assert (reading.calls, reading.types) == (len(CALLS[needs]), set(needs))
    assert {item.address.type for item in reading.resources} == set(needs)


def test_types_of_other_providers_are_not_ours(site, holds):
    site.fill(FIRST)
    reading = site.read("google_ads.conversion_action")
    assert (reading.resources, reading.types, reading.calls, holds.reads()) == ((), set(), 0, [])


def test_many_streams_take_more_pages(site, holds):
    site.fill(*[app(900 + number) for number in range(200)], FIRST)
    assert identities(site.read(EVENT_RULE)) == {"mv_shop"}
    assert holds.reads() == ["ListDataStreams", "ListDataStreams", "ListEventCreateRules"]


# ---- writes


def test_a_rule_is_made_without_a_reading_before(site, holds):
    """As a saved plan is applied: the stream is looked up at the first write, and once; its rules before each one."""
    site.fill(FIRST, SECOND)
    provider = Ga4(site.connection, Accounts(property_id=PROPERTY, data_stream="G-BLOG000702"))
    other = Change(
        Action.CREATE, Address(EVENT_RULE, "mv_newer"), (),
        (AttributeChange("destination_event", None, "mv_newer"), CHANGE.attributes[1]),
    )  # fmt: skip
    outcomes = [one for change in (CHANGE, other) for one in provider.apply(Step("ga4", (change,)))]
    assert [one.status for one in outcomes] == [Status.APPLIED, Status.APPLIED]
    assert site.rules(702) == [seeded("mv_blog"), seeded("mv_new"), seeded("mv_newer")]
    assert site.rules() == [seeded("mv_shop")]
    assert holds.reads() == ["ListDataStreams", "ListEventCreateRules", "ListEventCreateRules"]
    assert provider.calls == 5


def test_no_rule_is_made_where_no_stream_can_be_chosen(site, holds):
    site.fill(FIRST, SECOND)
    before = holds.everything()
    (outcome,) = site.provider().apply(Step("ga4", (CHANGE,)))
    assert (outcome.status, type(outcome.error)) == (Status.FAILED, RejectedError)
    assert str(outcome.error) == (
        f'ga4 {PROPERTY} ga4.event_create_rule["mv_new"]: NO_WEB_STREAM: the property has {TWO}: '
        "name one of them with `ga4: {data_stream: G-…}`"
    )
    assert (holds.everything(), holds.writes()) == (before, [])


@pytest.fixture
def everything(client, conversion):
    """A config that changes something of every type."""
    rule = EventRule((Condition("event_name", "equals", "page_view"),))
    return client(
        conversion("mv_a", role=Role.SECONDARY, source=None, event="mv_a", settings={}, rules=(rule,)),
        link_google_ads=True,
        enhanced_measurement={"scrolls": True},
    )


def test_ga4_has_no_rehearsal(site, everything):
    assert not isinstance(site.provider(everything), Rehearsing)


def test_credentials_that_can_only_read_read_everything_and_write_nothing(site, holds, everything):
    site.fill(FIRST)
    before = holds.everything()
    site.connection = Connection(read_only=True)
    provider = site.provider(everything)
    changes = site.compare(everything, provider).changes
    assert {change.address.type for change in changes} == EVERYTHING
    for change in changes:
        with pytest.raises(ReadOnlyError, match=r"^AnalyticsAdminServiceClient: this connection can only read$"):
            site.apply(provider, [change])
    assert (holds.everything(), holds.writes()) == (before, [])


def test_everything_at_once(site, everything, holds):
    site.fill(FIRST)
    site.sync(everything)
    assert site.rules() == [seeded("mv_a"), seeded("mv_shop")]
    assert site.links() == {STORE: True}
    assert site.settings()["scrolls_enabled"] is True
    assert set(holds.key_events()) == {"mv_a"}


def test_a_whole_run(site, project, everything, holds):
    """Wired as a run wires it: what a rule needs before it, the rule before the key event, then the link.

    Everything is read for the plan, before the first write, and at the end; the rules once more before one is made,
    and right after it, as another run may have made the same.
    """
    site.fill(FIRST)
    run = project(
        *everything.conversions,
        customer_id="",
        enhanced_measurement=everything.enhanced_measurement,
    )
    result = run.apply(run.plan())
    assert [str(outcome.error) for outcome in result.failed] == []
    assert result.in_sync
    reads = ["ListKeyEvents", "ListDataStreams", "GetEnhancedMeasurementSettings", "ListEventCreateRules"]
    assert holds.reads() == [*reads * 2, "ListEventCreateRules", "ListEventCreateRules", *reads]
    assert result.calls == len(holds.world.log.entries) == 3 * 4 + 2 + 3
    assert [method for method, _ in holds.writes()] == [
        "UpdateEnhancedMeasurementSettings", "CreateEventCreateRule", "CreateKeyEvent",
    ]  # fmt: skip
    assert site.rules() == [seeded("mv_a"), seeded("mv_shop")]
