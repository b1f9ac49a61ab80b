"""Paths by GA4's funnels, against the people counted one by one; what is refused, thresholded, sampled, and asked."""

from __future__ import annotations

from typing import Any

import pytest

from microconv.access import Access
from microconv.connections import Connections
from microconv.core.account_ids import Accounts
from microconv.core.answers import Limits
from microconv.core.errors import CredentialsError
from microconv.core.paths import PAID_CHANNELS, PathsAnswer, PathSource, PathsWanted
from microconv.core.ports import Silent
from microconv.emulator import Control, World
from microconv.emulator.faults import Fault
from tests.conftest import PROPERTY
from tests.contract.month_site import methods
from tests.contract.paths_site import FIRST, HORIZON, LAST, ZONE, People, export, seed

PAIRS = (
    ("mv_form", "generate_lead"),
    ("mv_confirm", "generate_lead"),
    ("MV_Form", "generate_lead"),
    ("mv_call", "purchase"),
    ("never", "generate_lead"),
)
WANTED = PathsWanted(FIRST, LAST, HORIZON, PAIRS)


@pytest.fixture
def site(emulator, environment) -> World:
    emulator.world.reset(seed())
    return emulator.world


@pytest.fixture(scope="module")
def people(tmp_path_factory: pytest.TempPathFactory) -> People:
    """Those of `site`, exported once for all tests."""
    return People(export(World.load(seed()), tmp_path_factory.mktemp("export")))


def ask(wanted: PathsWanted = WANTED) -> PathsAnswer:
    access = Access(Accounts(property_id=PROPERTY), connections=Connections(read_only=True))
    answer = access.paths(wanted, Silent())
    assert answer is not None
    assert (answer.source, answer.wanted) == (PathSource.FUNNELS, wanted)
    return answer


# ---- the numbers


def test_users_of_each_pair_are_those_who_came_so_far(site, people):
    answer = ask()
    for (event, final), one in zip(PAIRS, answer.paths, strict=True):
        assert (one.event, one.final, one.page) == (event, final, "")
        assert (one.users, one.reached) == people.funnel(event, final, HORIZON), event
        assert one.events == people.counts(event)[1]
        assert (one.limits, str(one.refused), one.others) == (Limits(), "", None)
    form, confirm, other, call, never = answer.paths
    assert form.users > confirm.users > form.reached > 50
    assert 0 < confirm.reached <= form.reached
    assert call.reached > 0
    assert other.users > 0  # names differ in case
    assert (never.users, never.reached, never.events) == (0, 0, 0)


def test_the_horizon_cuts(site, people):
    long = ask(PathsWanted(FIRST, LAST, 30, PAIRS[:1])).paths[0]
    short = ask(PathsWanted(FIRST, LAST, 0.5, PAIRS[:1])).paths[0]
    assert (long.users, long.reached) == people.funnel(*PAIRS[0], 30)
    assert (short.users, short.reached) == people.funnel(*PAIRS[0], 0.5)
    assert short.users == long.users
    assert short.reached < ask().paths[0].reached < long.reached


def test_totals_of_all_and_of_the_finals(site, people):
    answer = ask()
    assert answer.all_users == len(people.acts)
    assert [one.event for one in answer.finals] == ["generate_lead", "purchase"]
    for one in answer.finals:
        users, events, value = people.counts(one.event)
        assert (one.users, one.events, one.value) == (users, events, pytest.approx(value, abs=1e-2))
        assert (one.limits, str(one.refused)) == (Limits(), "")
    assert answer.finals[0].value > 12_000
    assert (answer.time_zone, answer.currency, answer.emulated) == (ZONE, "JPY", True)


def test_the_truth_that_the_seed_sets_comes_back(site, emulator):
    """Of all starts of the chain 35 % end in a lead, within nine days; broken into users, and cut at the last day."""
    control = Control(emulator.control.address, (emulator.folder / "control-token").read_text("ascii").strip())
    chain = control.truth(int(PROPERTY), FIRST, LAST)["chains"][0]
    confirmed, led = chain["steps"]
    truth = led["done"] / chain["starts"]
    assert truth == pytest.approx(0.35, abs=0.06)
    assert confirmed["of"] == chain["starts"]
    form = ask(PathsWanted(FIRST, LAST, 30, PAIRS[:1])).paths[0]
    assert form.users <= chain["starts"]  # one user may come twice
    assert form.reached <= led["done"]
    assert form.reached / form.users == pytest.approx(truth, abs=0.08)


def test_paid_traffic_begins_in_a_paid_session_and_may_end_in_any(site, people):
    answer = ask(PathsWanted(FIRST, LAST, HORIZON, PAIRS, paid=True))
    for (event, final), one, plain in zip(PAIRS, answer.paid, answer.paths, strict=True):
        assert (one.users, one.reached) == people.funnel(event, final, HORIZON, channels=PAID_CHANNELS), event
        assert one.events is None
        assert one.users < plain.users or event == "never"
    # leads of later days come by themselves: were they asked to be paid too, most would be gone
    assert answer.paid[0].reached > 0.25 * answer.paid[0].users * 0.5
    assert answer.paths == ask().paths
    assert ask().paid == ()


@pytest.mark.parametrize("page", ["/Form", "/form", "/nowhere"])
def test_views_of_a_page_are_an_event_like_others(site, people, page):
    answer = ask(PathsWanted(FIRST, LAST, HORIZON, (), paid=True, pages=((page, "generate_lead"),)))
    (one,), (paid,) = answer.paths, answer.paid
    assert (one.event, one.page, one.final) == ("page_view", page, "generate_lead")
    assert (one.users, one.reached) == people.funnel("page_view", "generate_lead", HORIZON, page=page)
    assert one.events == sum(act.event == "page_view" and act.page == page for act in people.all)
    assert (paid.users, paid.reached) == people.funnel(
        "page_view", "generate_lead", HORIZON, page=page, channels=PAID_CHANNELS
    )
    assert bool(one.users) == (page != "/nowhere")


# ---- how much is asked


def test_one_batch_and_a_funnel_each(site):
    answer = ask()
    assert methods(site) == ["BatchRunReports", *["RunFunnelReport"] * 5]
    assert (answer.requests, answer.funnel_requests) == (1, 5)
    assert answer.tokens is not None
    assert answer.tokens >= 7
    site.log.clear()
    paid = ask(PathsWanted(FIRST, LAST, HORIZON, PAIRS, paid=True))
    assert methods(site) == ["BatchRunReports", *["RunFunnelReport"] * 10]
    assert (paid.requests, paid.funnel_requests) == (1, 10)


def test_no_pairs_are_one_request(site, people):
    answer = ask(PathsWanted(FIRST, LAST, HORIZON, ()))
    assert (answer.all_users, answer.paths, answer.finals) == (len(people.acts), (), ())
    assert methods(site) == ["BatchRunReports"]


def test_trouble_that_passes_is_waited_for(site):
    usual = ask()
    site.faults.add(Fault("ga4", "BatchRunReports", nth=1, status="UNAVAILABLE"))
    site.faults.add(Fault("ga4", "RunFunnelReport", nth=2, status="INTERNAL"))
    answer = ask()
    assert (answer.paths, answer.finals) == (usual.paths, usual.finals)
    assert (answer.requests, answer.funnel_requests) == (2, 6)


# ---- what the API says of itself


def test_what_is_withheld_is_not_zero(site):
    usual = ask()
    site.policies.set("data_threshold_users", usual.finals[1].users + 1)
    answer = ask()
    lead, purchase = answer.finals
    assert lead.users == usual.finals[0].users
    assert (purchase.users, purchase.events, purchase.value) == (None, None, None)
    assert purchase.limits == lead.limits == Limits(thresholded=True)
    call, never = answer.paths[3:]
    assert (never.users, never.reached, never.events) == (0, 0, None)  # it may be there, in few
    assert call.limits.thresholded


def test_samples_are_told_with_their_sizes(site):
    usual = ask()
    site.policies.set("data_sampling_percent", 40)
    answer = ask()
    for one in (*answer.paths, *answer.finals):
        assert one.limits.samples
        for read, there in one.limits.samples:
            assert 0 < read < there
    assert answer.paths[0].users == pytest.approx(usual.paths[0].users, rel=0.3)
    assert answer.paths[0].users != usual.paths[0].users


def test_a_property_without_people_has_zeros(emulator, environment):
    emulator.world.reset(seed(None))
    answer = ask()
    assert answer.all_users == 0
    assert {(one.users, one.reached, one.events) for one in answer.paths} == {(0, 0, 0)}
    assert {(one.users, one.events, one.value) for one in answer.finals} == {(0, 0, 0.0)}


# ---- what is refused


def test_funnels_that_google_does_not_serve_are_told_and_the_totals_are_there(site, people):
    site.faults.add(Fault("ga4", "RunFunnelReport", nth=0, status="UNIMPLEMENTED", message="Not for you."))
    answer = ask(PathsWanted(FIRST, LAST, HORIZON, PAIRS, paid=True))
    for one in (*answer.paths, *answer.paid):
        assert (one.users, one.reached, str(one.refused)) == (None, None, "UNIMPLEMENTED: Not for you.")
    assert answer.paths[0].events == people.counts("mv_form")[1]
    assert answer.all_users == len(people.acts)
    assert answer.finals[0].users == people.counts("generate_lead")[0]
    assert methods(site) == ["BatchRunReports", "RunFunnelReport"]


def test_one_funnel_that_is_refused_leaves_the_others(site):
    site.faults.add(Fault("ga4", "RunFunnelReport", nth=2, status="INVALID_ARGUMENT", message="Not so."))
    answer = ask()
    assert [str(one.refused) for one in answer.paths] == ["", "INVALID_ARGUMENT: Not so.", "", "", ""]
    assert answer.funnel_requests == 5


def test_paid_funnels_that_are_refused_are_asked_for_once(site):
    usual = ask()
    site.log.clear()
    site.policies.set("data_funnel_session_conditions", "REFUSED")
    answer = ask(PathsWanted(FIRST, LAST, HORIZON, PAIRS, paid=True))
    why = "INVALID_ARGUMENT: Fields of sessions cannot be used in the filterExpression of funnel step 1."
    assert {str(one.refused) for one in answer.paid} == {why}
    assert answer.paths == usual.paths
    assert answer.funnel_requests == 6


def test_totals_that_are_refused_leave_the_funnels(site):
    usual = ask()
    site.faults.add(Fault("ga4", "BatchRunReports", nth=0, status="INVALID_ARGUMENT", message="Not so."))
    answer = ask()
    assert (answer.all_users, str(answer.refused)) == (None, "INVALID_ARGUMENT: Not so.")
    assert {(one.users, one.value, str(one.refused)) for one in answer.finals} == {(None, None, str(answer.refused))}
    assert [(one.users, one.reached) for one in answer.paths] == [(one.users, one.reached) for one in usual.paths]
    assert {(one.events, str(one.refused)) for one in answer.paths} == {(None, "")}


def test_who_may_not_read_is_asked_once(site):
    site.faults.add(Fault("ga4", "BatchRunReports", nth=0, status="PERMISSION_DENIED", message="No."))
    answer = ask()
    assert {str(one.refused) for one in (*answer.paths, *answer.finals)} == {"PERMISSION_DENIED: No."}
    assert methods(site) == ["BatchRunReports"]


def test_an_exhausted_quota_is_told(site):
    site.policies.set("data_quota_exhausted", "TOKENS_PER_DAY")
    answer = ask()
    assert {str(one.refused)[:19] for one in (*answer.paths, *answer.finals)} == {"RESOURCE_EXHAUSTED:"}
    assert methods(site) == ["BatchRunReports", "RunFunnelReport"]


def test_no_credentials_are_an_error(site, monkeypatch, tmp_path):
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "nothing.json"))
    with pytest.raises(CredentialsError):
        ask()


@pytest.mark.parametrize(
    "name", ["1. step2", "RESERVED_TOTAL", "(other)", "a'; DROP TABLE x --", "イベント", "x" * 300]
)
def test_events_and_pages_may_be_called_anything(site, name):
    answer = ask(PathsWanted(FIRST, LAST, HORIZON, ((name, "generate_lead"),), pages=((name, name),)))
    assert [(one.event, one.page, one.users, str(one.refused)) for one in answer.paths] == [
        (name, "", 0, ""),
        ("page_view", name, 0, ""),
    ]


def test_a_client_without_a_property_has_none(environment):
    access: Any = Access(Accounts("1234567890", "9998887777"), connections=Connections(read_only=True))
    assert access.paths(WANTED, Silent()) is None
