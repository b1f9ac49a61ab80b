"""Event-create rules: read and written without loss, changed by masks of single fields, removed when told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from microconv.core.client import Unlisted
from microconv.core.errors import (
    AlreadyThereError,
    NotFoundError,
    QuotaError,
    RejectedError,
    UnansweredError,
    UnclearError,
)
from microconv.core.event_page import page_reached
from microconv.core.event_rule import COMPARISONS, Condition, EventRule, parse_parameter
from microconv.core.kinds import EVENT_RULE
from microconv.core.ports import Status
from microconv.core.schema import Settable
from microconv.emulator.faults import Fault
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.convert import event_create_rule
from microconv.providers.ga4.event_create_rule import ATTRIBUTES
from tests.conftest import PROPERTY
from tests.contract.ga4_site import WEB, Site, condition, seeded, web

PAGE_VIEW = Condition("event_name", "equals", "page_view")
STEP1 = page_reached("/form/step1")


@pytest.fixture
def site(world, agency, environment):
    del environment
    return Site(world, agency, Connection())


@pytest.fixture
def ruled(conversion):
    """Makes a conversion whose event a rule makes; it is a key event too."""

    def make(event, *conditions, copy=None, parameters=(), **fields):
        rule = EventRule(conditions or (PAGE_VIEW,), copy, tuple(parameters))
        return conversion(event, **{"source": None, "event": event, "settings": {}, "rules": (rule,), **fields})

    return make


@pytest.fixture
def rules_of(client):
    """Makes the store's client, with its key events in place so that only rules differ."""
    return lambda *conversions, **fields: client(*conversions, **{"customer_id": "", **fields})


def key_events(*names):
    return [{"event_name": name} for name in names]


def mutation(parameter, value):
    return {"parameter": parameter, "parameter_value": value}


# ---- reading


def test_what_is_read(site):
    rule = seeded(
        "mv_form_step1",
        5,
        event_conditions=[
            condition("page_location", "CONTAINS", "/form"),
            condition("event_name", "EQUALS", "page_view", negated=True),
        ],
        source_copy_parameters=True,
        parameter_mutations=[mutation("value", "500"), mutation("currency", "JPY")],
    )
    site.fill(web(event_create_rules=[rule]))
    (live,) = site.read(EVENT_RULE).resources
    assert (str(live.address), live.identity) == ('ga4.event_create_rule["mv_form_step1"]', "mv_form_step1")
    assert live.id == f"properties/{PROPERTY}/dataStreams/{WEB}/eventCreateRules/5"
    assert dict(live.state) == {
        "destination_event": "mv_form_step1",
        "event_conditions": ("page_location contains /form", "event_name not equals page_view"),
        "source_copy_parameters": True,
        "parameter_mutations": ("value = 500", "currency = JPY"),
    }


def test_paging(site, holds):
    site.fill(web(event_create_rules=[seeded(f"mv_step{number}") for number in range(450)]))
    reading = site.read(EVENT_RULE)
    assert {item.identity for item in reading.resources} == {f"mv_step{number}" for number in range(450)}
    assert (reading.calls, holds.reads()) == (4, ["ListDataStreams", *["ListEventCreateRules"] * 3])


@pytest.mark.parametrize("negated", [False, True])
def test_every_comparison_is_read_and_written_without_loss(site, rules_of, ruled, negated):
    wanted = [Condition(f"p{index}", word, "9", negated) for index, word in enumerate(COMPARISONS)]
    halves = {"mv_a": wanted[:7], "mv_b": wanted[7:]}
    site.fill(web(), key_events=key_events(*halves))
    site.sync(rules_of(*(ruled(event, *conditions) for event, conditions in halves.items())))
    for rule in site.rules():
        assert rule["event_conditions"] == [
            condition(one.field, one.comparison.upper(), "9", negated=negated)
            for one in sorted(halves[rule["destination_event"]], key=str)
        ]
    read = {item.identity: item.state["event_conditions"] for item in site.read(EVENT_RULE).resources}
    assert {event: [Condition.parse(line) for line in lines] for event, lines in read.items()} == {
        event: sorted(conditions, key=str) for event, conditions in halves.items()
    }


HOSTILE = (
    "a\nb", "\t x ", " = ", "not equals", "x equals y", '"\'`', "お問い合わせ", "\u202emoc.live", "{}[]()\\d+$^|?*",
    "\u2028", "[[page_location]]", "%00", "a" * 99,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read_and_written_without_loss(site, rules_of, ruled, text):
    site.fill(web(), key_events=key_events("mv_a"))
    wanted = Condition("page_title", "equals", text)
    site.sync(rules_of(ruled("mv_a", wanted, PAGE_VIEW, parameters=[("p", text)])))
    (rule,) = site.rules()
    assert condition("page_title", "EQUALS", text) in rule["event_conditions"]
    assert rule["parameter_mutations"] == [mutation("p", text)]
    (live,) = site.read(EVENT_RULE).resources
    assert wanted in [Condition.parse(line) for line in live.state["event_conditions"]]
    assert [parse_parameter(line) for line in live.state["parameter_mutations"]] == [("p", text)]


def test_the_order_of_conditions_and_parameters_means_nothing(site, rules_of, ruled):
    live = seeded(
        "mv_a",
        event_conditions=[condition("b", "EQUALS", "2"), condition("a", "EQUALS", "1")],
        parameter_mutations=[mutation("y", "2"), mutation("x", "[[z]]")],
    )
    site.fill(web(event_create_rules=[live]), key_events=key_events("mv_a"))
    conditions = Condition("a", "equals", "1"), Condition("b", "equals", "2")
    assert site.compare(rules_of(ruled("mv_a", *conditions, parameters=[("x", "[[z]]"), ("y", "2")]))).told() == []


def test_the_order_of_parameters_counts_where_one_copies_another(site, rules_of, ruled):
    """GA4 sets them one after the other: `x` before `y` copies what the event brought, after it what the rule set."""
    live = seeded("mv_a", parameter_mutations=[mutation("y", "2"), mutation("x", "[[y]]")])
    site.fill(web(event_create_rules=[live]), key_events=key_events("mv_a"))
    assert site.compare(rules_of(ruled("mv_a", parameters=[("y", "2"), ("x", "[[y]]")]))).told() == []
    site.sync(rules_of(ruled("mv_a", parameters=[("x", "[[y]]"), ("y", "2")])))
    assert site.rules()[0]["parameter_mutations"] == [mutation("x", "[[y]]"), mutation("y", "2")]


def test_a_comparison_that_is_newer_than_the_client_is_read_as_a_difference():
    """It cannot be seen in the emulator: the raw message says it all."""
    from google.analytics.admin_v1alpha import EventCreateRule

    raw = EventCreateRule.pb(EventCreateRule())
    raw.destination_event = "mv_a"
    raw.event_conditions.add(field="event_name", comparison_type=99, value="x")
    assert event_create_rule(raw).state["event_conditions"] == ("event_name unknown_99 x",)


# ---- create


def test_create(site, rules_of, ruled, holds):
    other = web(702, "G-OTHER00702")
    site.fill(web(), other, key_events=key_events("mv_form_step1"))
    wanted = ruled("mv_form_step1", PAGE_VIEW, STEP1, copy=True, parameters=[("value", "500"), ("currency", "JPY")])
    site.sync(rules_of(wanted, data_stream="G-AOI0000701"))
    assert site.rules() == [
        {
            "destination_event": "mv_form_step1",
            "event_conditions": [
                condition("event_name", "EQUALS", "page_view"),
                condition("page_location", "REGULAR_EXPRESSION", r"^https?://[^/?#]+/form/step1/?([?#].*)?$"),
            ],
            "source_copy_parameters": True,
            "parameter_mutations": [mutation("currency", "JPY"), mutation("value", "500")],
        }
    ]
    assert site.rules(702) == []
    assert holds.writes() == [("CreateEventCreateRule", "OK")]


def test_what_the_config_does_not_name_is_not_sent(site, rules_of, ruled):
    site.fill(web(), key_events=key_events("mv_a"))
    (change,) = site.compare(rules_of(ruled("mv_a"))).changes
    assert "source_copy_parameters" not in {item.name for item in change.attributes}
    site.sync(rules_of(ruled("mv_a")))
    assert site.rules() == [seeded("mv_a")]


def test_a_rule_for_an_event_that_is_imported(site, rules_of, ruled):
    site.fill(web(), key_events=key_events("mv_a"))
    site.sync(rules_of(ruled("mv_a", copy=True, source="ga4")))
    assert site.rules() == [seeded("mv_a", source_copy_parameters=True)]


# ---- update

LIVE = {
    "event_conditions": [condition("event_name", "EQUALS", "page_view")],
    "source_copy_parameters": True,
    "parameter_mutations": [mutation("value", "500")],
}
AS_IS = {"copy": True, "parameters": (("value", "500"),)}
CASES = {
    "conditions": (
        "event_conditions",
        {"conditions": (PAGE_VIEW, Condition("page_location", "contains", "/x"))},
        [*LIVE["event_conditions"], condition("page_location", "CONTAINS", "/x")],
    ),
    "another condition": (
        "event_conditions",
        {"conditions": (Condition("event_name", "equals", "scroll"),)},
        [condition("event_name", "EQUALS", "scroll")],
    ),
    "negated": (
        "event_conditions",
        {"conditions": (replace(PAGE_VIEW, negated=True),)},
        [condition("event_name", "EQUALS", "page_view", negated=True)],
    ),
    "copy off": ("source_copy_parameters", {"copy": False}, False),
    "parameter": ("parameter_mutations", {"parameters": (("value", "700"),)}, [mutation("value", "700")]),
    "cleared": ("parameter_mutations", {"parameters": ()}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_one_attribute(site, rules_of, ruled, holds, case):
    attribute, given, expected = CASES[case]
    rules = [seeded("mv_a", 5, **LIVE), seeded("mv_b", 6, **LIVE)]
    site.fill(web(event_create_rules=rules), key_events=key_events("mv_a", "mv_b"))
    change = {**AS_IS, **given}
    wanted = rules_of(ruled("mv_a", *change.pop("conditions", ()), **change), ruled("mv_b", **AS_IS))
    assert site.compare(wanted).told() == [("update", "mv_a", [attribute])]
    site.sync(wanted)
    assert site.rules() == [seeded("mv_a", **{**LIVE, attribute: expected}), seeded("mv_b", **LIVE)]
    assert holds.writes() == [("UpdateEventCreateRule", "OK")]


def test_every_attribute_that_can_be_changed_is_tested():
    assert {attribute for attribute, _, _ in CASES.values()} == {
        attribute.name for attribute in ATTRIBUTES if attribute.settable is Settable.ANY_TIME
    }


def test_copying_is_turned_on(site, rules_of, ruled):
    site.fill(web(event_create_rules=[seeded("mv_a")]), key_events=key_events("mv_a"))
    site.sync(rules_of(ruled("mv_a", copy=True)))
    assert site.rules() == [seeded("mv_a", source_copy_parameters=True)]


def test_copying_stays_as_it_is_where_the_config_does_not_name_it(site, rules_of, ruled):
    site.fill(web(event_create_rules=[seeded("mv_a", **LIVE)]), key_events=key_events("mv_a"))
    site.sync(rules_of(ruled("mv_a", Condition("event_name", "equals", "scroll"), parameters=AS_IS["parameters"])))
    changed = {**LIVE, "event_conditions": [condition("event_name", "EQUALS", "scroll")]}
    assert site.rules() == [seeded("mv_a", **changed)]


# ---- removal


def test_a_rule_is_removed_when_the_config_says_that_there_is_none(site, rules_of, conversion, holds):
    site.fill(web(event_create_rules=[seeded("mv_a"), seeded("mv_b")]), key_events=key_events("mv_a"))
    site.sync(rules_of(conversion("mv_a", source=None, event="mv_a", settings={}, no_rule=True)))
    assert site.rules() == [seeded("mv_b")]
    assert (holds.writes(), set(holds.key_events())) == ([("DeleteEventCreateRule", "OK")], {"mv_a"})


def test_unlisted_rules_are_removed_only_with_the_prefix_and_only_when_told(site, rules_of, conversion):
    """A rule for the event of a listed conversion is not unlisted, even if the config says nothing of it."""
    rules = [seeded("mv_old"), seeded("mv_listed"), seeded("contact_thanks")]
    site.fill(web(event_create_rules=rules), key_events=key_events("mv_listed"))
    listed = conversion("mv_listed", source=None, event="mv_listed", settings={})
    for unlisted in (Unlisted.KEEP, Unlisted.DEMOTE):
        assert site.compare(rules_of(listed, unlisted=unlisted)).told() == []
    site.sync(rules_of(listed, unlisted=Unlisted.REMOVE))
    assert site.rules() == [seeded("contact_thanks"), seeded("mv_listed")]


def test_of_two_rules_for_one_event_the_older_is_the_declared_one(site, rules_of, ruled):
    """Two rules for one event are an 'or'. The other one is no error, and not touched unless the config says so."""
    rules = [seeded("mv_a", 5), seeded("mv_a", 6, source_copy_parameters=True)]
    site.fill(web(event_create_rules=rules), key_events=key_events("mv_a"))
    assert site.compare(rules_of(ruled("mv_a", copy=False))).told() == []
    (change,) = site.compare(rules_of(ruled("mv_a", copy=False), unlisted=Unlisted.REMOVE)).changes
    assert (change.action.value, change.id.rpartition("/")[2]) == ("remove", "6")


# ---- refusals, and no answers


def test_a_write_without_an_answer_is_unknown_and_settled_by_reading(site, rules_of, ruled, holds):
    world = site.fill(web(), key_events=key_events("mv_a"))
    world.faults.add(Fault("ga4", "CreateEventCreateRule", status="INTERNAL", message="Lost.", after_commit=True))
    wanted = rules_of(ruled("mv_a"))
    provider = site.provider(wanted)
    (outcome,) = site.apply(provider, site.compare(wanted, provider).changes)
    assert (outcome.status, type(outcome.error)) == (Status.UNKNOWN, UnclearError)
    assert str(outcome.error) == f'ga4 {PROPERTY} ga4.event_create_rule["mv_a"]: HTTP 500: Lost.'
    assert site.compare(wanted, provider).told() == []
    assert site.rules() == [seeded("mv_a")]


@pytest.mark.parametrize(
    "method", ["ListDataStreams", "ListEventCreateRules", "GetEnhancedMeasurementSettings", "ListGoogleAdsLinks"]
)
def test_a_reading_that_fails_is_told(site, method):
    world = site.fill(web())
    world.faults.add(Fault("ga4", method, nth=0, status="UNAVAILABLE", message="Down."))
    with pytest.raises(UnclearError) as caught:
        site.read()
    assert [hit.hits for hit in world.faults.armed] == [5]  # asked as often as core.backoff allows
    assert str(caught.value) == f"ga4 {PROPERTY}: HTTP 503: Down."
    assert caught.value.hint == "GA4 is in trouble: run again later (nothing was written)"


@pytest.mark.parametrize("status", ["UNAVAILABLE", "INTERNAL"])
def test_a_rule_is_not_made_where_its_rules_cannot_be_read(site, rules_of, ruled, holds, status):
    """Nothing was sent, so nothing about it is unknown."""
    world = site.fill(web(), key_events=key_events("mv_a"))
    wanted = rules_of(ruled("mv_a"))
    provider = site.provider(wanted)
    changes = site.compare(wanted, provider).changes
    world.faults.add(Fault("ga4", "ListEventCreateRules", nth=0, status=status, message="Down."))
    (outcome,) = site.apply(provider, changes)
    assert (outcome.status, type(outcome.error)) == (Status.FAILED, UnclearError)
    assert str(outcome.error).endswith(": Down.")
    assert (site.rules(), holds.writes()) == ([], [])


@pytest.mark.parametrize("after_commit", [False, True], ids=["before", "after"])
def test_a_rule_whose_answer_never_came_is_never_made_twice(site, rules_of, ruled, project, holds, after_commit):
    """The request may still be under way: it is not sent again in this run, and what is not there is unknown."""
    world = site.fill(web(), key_events=key_events("mv_a"))
    world.faults.add(Fault("ga4", "CreateEventCreateRule", drop=True, after_commit=after_commit))
    run = project(*rules_of(ruled("mv_a")).conversions, customer_id="")
    result = run.apply(run.plan())
    (outcome,) = result.outcomes
    assert outcome.status is (Status.APPLIED if after_commit else Status.UNKNOWN)
    assert type(outcome.error) is UnansweredError
    assert len(holds.writes()) == 1
    assert site.rules() == ([seeded("mv_a")] if after_commit else [])
    assert run.apply(run.plan()).in_sync
    assert site.rules() == [seeded("mv_a")]


def test_a_rule_that_may_have_been_made_is_looked_for_before_it_is_sent_again(site, rules_of, ruled, project, holds):
    world = site.fill(web(), key_events=key_events("mv_a"))
    world.faults.add(Fault("ga4", "CreateEventCreateRule", status="INTERNAL"))
    run = project(*rules_of(ruled("mv_a")).conversions, customer_id="")
    result = run.apply(run.plan())
    assert [one.status for one in result.outcomes] == [Status.APPLIED]
    assert (result.in_sync, site.rules()) == (True, [seeded("mv_a")])
    assert len(holds.writes()) == 2
    first, second = (number for number, one in enumerate(world.log.entries) if one.write)
    between = [one.method.partition(".")[2] for one in world.log.entries[first + 1 : second]]
    assert between[-1] == "ListEventCreateRules"  # right before the second one, and in the reading before that
    assert between.count("ListEventCreateRules") == 2


def test_a_rule_that_was_deleted_meanwhile(site, rules_of, ruled, holds):
    site.fill(web(event_create_rules=[seeded("mv_a", 5)]), key_events=key_events("mv_a"))
    wanted = rules_of(ruled("mv_a", copy=True))
    provider = site.provider(wanted)
    changes = site.compare(wanted, provider).changes
    site.fill(web(), key_events=key_events("mv_a"))
    (outcome,) = site.apply(provider, changes)
    assert isinstance(outcome.error, NotFoundError)
    assert str(outcome.error).startswith(f'ga4 {PROPERTY} ga4.event_create_rule["mv_a"]: NOT_FOUND: ')
    assert outcome.error.hint == "it, or what it belongs to, was deleted meanwhile: run again, the state is read first"
    assert site.rules() == []
    site.sync(wanted)
    assert site.rules() == [seeded("mv_a", source_copy_parameters=True)]


def test_one_rule_more_than_the_stream_may_have(site, rules_of, ruled, holds):
    world = site.fill(web(event_create_rules=[seeded("mv_other")]), key_events=key_events("mv_a"))
    world.policies.set("event_create_rule_limit", 1)
    wanted = rules_of(ruled("mv_a"))
    provider = site.provider(wanted)
    (outcome,) = site.apply(provider, site.compare(wanted, provider).changes)
    assert (outcome.status, type(outcome.error)) == (Status.FAILED, QuotaError)
    assert str(outcome.error) == (
        f'ga4 {PROPERTY} ga4.event_create_rule["mv_a"]: RESOURCE_EXHAUSTED: '
        "The data stream has reached its limit of 1 rules."
    )
    assert "delete one that nobody uses" in outcome.error.hint
    assert "wait a minute" in outcome.error.hint
    assert site.rules() == [seeded("mv_other")]


@pytest.mark.parametrize("refused", [True, False], ids=["GA4 would refuse it", "GA4 would make two"])
def test_a_rule_that_somebody_made_meanwhile(site, rules_of, ruled, holds, refused):
    world = site.fill(web(), key_events=key_events("mv_a"))
    world.policies.set("duplicate_destination_events_refused", refused)
    wanted = rules_of(ruled("mv_a"))
    provider = site.provider(wanted)
    changes = site.compare(wanted, provider).changes
    site.sync(wanted)
    (outcome,) = site.apply(provider, changes)
    assert (outcome.status, type(outcome.error)) == (Status.FAILED, AlreadyThereError)
    assert str(outcome.error) == (
        f'ga4 {PROPERTY} ga4.event_create_rule["mv_a"]: ALREADY_EXISTS: somebody made it since the accounts were read'
    )
    assert outcome.error.hint == "run again: the state is read first"
    assert site.rules() == [seeded("mv_a")]
    assert holds.writes() == [("CreateEventCreateRule", "OK")]  # it is looked for first, so it is not even sent


@pytest.mark.parametrize(
    ("name", "code"), [("a-b", "parameter-name-characters"), ("event_name", "parameter-event-name")]
)
def test_what_ga4_would_refuse_is_known_before(site, rules_of, ruled, name, code):
    """Checked before, and indeed refused."""
    site.fill(web(), key_events=key_events("mv_a"))
    wanted = rules_of(ruled("mv_a", parameters=[(name, "1")]))
    provider = site.provider(wanted)
    (kind,) = [kind for kind in provider.types if kind.name == EVENT_RULE]
    (problem,) = kind.check(wanted.conversions[0], wanted)
    assert (problem.code, problem.key) == (code, "ga4.when.set")
    (outcome,) = site.apply(provider, site.compare(wanted, provider).changes)
    assert (type(outcome.error), outcome.error.code) == (RejectedError, "INVALID_ARGUMENT")
    assert site.rules() == []


# ---- rules on what another rule makes


@pytest.mark.parametrize("refused", [False, True])
def test_a_rule_on_what_a_live_rule_makes_is_told_and_comes_to_rest(site, project, ruled, refused):
    """The plan warns either way; where GA4 refuses such a rule, the run says so, and the next one the same."""
    world = site.fill(web(event_create_rules=[seeded("other")]), key_events=key_events("mv_a"))
    world.policies.set("chained_rules_refused", refused)
    run = project(ruled("mv_a", Condition("event_name", "equals", "other")), customer_id="")
    for _ in range(2):
        plan = run.plan()
        (warning,) = [one for one in plan.warnings if one.code == "rule-never-matches"]
        assert warning.where == 'ga4.event_create_rule["other"]'
        result = run.apply(plan)
        failed = [one.error.code for one in result.failed]
        assert (result.in_sync, failed) == ((False, ["INVALID_ARGUMENT"]) if refused else (True, []))
    made = [rule["destination_event"] for rule in site.rules()]
    assert made == (["other"] if refused else ["mv_a", "other"])
