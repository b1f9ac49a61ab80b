"""Stakes of a plan: the last 30 days of the actions whose role or value it changes."""

from __future__ import annotations

import json

import pytest

from microconv.core.conversion import GA4_IMPORT, Role
from microconv.core.errors import QuotaError
from microconv.emulator.faults import Fault
from tests.conftest import STORE
from tests.contract.ads_account import action, campaign, imported

THIRTY_DAYS = "'2026-10-24' AND '2026-11-22'"
"""By the emulated clock it is 2026-11-23 in Tokyo; today does not count."""


@pytest.fixture
def counted(connections):
    """Counts of the account from one day to another, summed up from single days: by the action's number."""

    def ask(days: str = THIRTY_DAYS) -> dict[int, tuple[float, float]]:
        from microconv.providers.google_ads.writing import Account

        query = (
            "SELECT conversion_action.id, segments.date, metrics.all_conversions, metrics.all_conversions_value "
            f"FROM conversion_action WHERE segments.date BETWEEN {days}"
        )
        found: dict[int, tuple[float, float]] = {}
        for row in Account(connections._made["google_ads", False, ""], STORE, "9998887777").search(query):
            conversions, value = found.get(row.conversion_action.id, (0.0, 0.0))
            metrics = row.metrics
            number = row.conversion_action.id
            found[number] = conversions + metrics.all_conversions, value + metrics.all_conversions_value
        return found

    return ask


FIXED = {"default_value": 300, "default_currency_code": "JPY", "always_use_default_value": True}


@pytest.fixture
def busy(inhabit):
    """An account with campaigns, in which some actions count."""
    return inhabit(
        [
            action(1, "mv_down"),
            action(2, "mv_up", primary=False),
            action(3, "mv_valued", primary=False, value_settings=FIXED),
            action(4, "mv_same", primary=False),
            action(5, "Purchase 2019"),
        ],
        campaigns=[campaign(11, "Brand"), campaign(12, "Generic")],
    )


@pytest.fixture
def wanted(project, conversion):
    return lambda **fields: project(
        conversion("mv_up", role=Role.PRIMARY), conversion("mv_valued", value=900), conversion("mv_same"), **fields
    )


def test_the_last_thirty_days_of_what_changes_and_of_nothing_else(busy, wanted, counted):
    plan = wanted().plan()
    truth = counted()
    assert {item.action: (item.conversions, item.value) for item in plan.stakes} == {
        "mv_down": pytest.approx(truth[1]),
        "mv_up": pytest.approx(truth[2]),
        "mv_valued": pytest.approx(truth[3]),
    }
    assert all(item.conversions > 0 for item in plan.stakes)
    assert [item.action for item in plan.stakes] == ["mv_down", "mv_up", "mv_valued"]


def test_neither_today_nor_the_day_before_counts(busy, wanted, counted):
    """The window is Google's LAST_30_DAYS: one day more at either end would tell something else."""
    truth = {item.action: item.conversions for item in wanted().plan().stakes}
    for days in ("'2026-10-23' AND '2026-11-22'", "'2026-10-24' AND '2026-11-23'", "'2026-10-25' AND '2026-11-22'"):
        assert counted(days)[1][0] != pytest.approx(truth["mv_down"])


def test_it_takes_one_call_which_the_plan_counts(busy, wanted, holds):
    plan = wanted().plan()
    assert plan.reads == len(holds.reads()) + len(holds.rehearsals())
    assert holds.writes() == []


def test_a_second_plan_when_nothing_is_at_stake_makes_no_such_call(busy, wanted, holds):
    first = wanted()
    first.apply(first.plan())
    holds.world.log.clear()
    plan = wanted().plan()
    assert (plan.empty, plan.stakes) == (True, ())
    assert plan.reads == len(holds.reads()) == 4  # without metrics


def test_an_action_that_a_plan_makes_has_nothing_to_lose(inhabit, project, conversion):
    inhabit([])
    assert project(conversion("mv_new", role=Role.PRIMARY)).plan().stakes == ()


def test_the_value_of_a_secondary_action_is_told_too(busy, wanted):
    """It may become primary tomorrow, and values reach reports at once."""
    assert "mv_valued" in {item.action for item in wanted().plan().stakes}


def test_an_import_is_told_by_its_name(inhabit, project, conversion):
    inhabit(
        [imported(7, "order_complete", primary=True, status="ENABLED")],
        key_events=[{"event_name": "order_complete"}],
        campaigns=[campaign(11, "Brand")],
    )
    plan = project(conversion("mv_order", source=GA4_IMPORT, event="order_complete")).plan()
    assert {item.action for item in plan.stakes} <= {"Aoi GA4 (web) order_complete"}
    assert [change.address.name for change in plan.changes if change.address.provider == "google_ads"] != []
    assert plan.stakes != ()


# ---- where there are no metrics


def test_metrics_that_are_refused_are_a_note_and_the_plan_goes_on(busy, wanted, holds):
    busy.faults.add(
        Fault(
            "google_ads", "SearchStream", nth=4, status="PERMISSION_DENIED", message="Not for you.",
            error=("authorization_error", "ACTION_NOT_PERMITTED"),
        )
    )  # fmt: skip
    plan = wanted().plan()
    assert plan.stakes == ()
    (note,) = [item for item in plan.warnings if item.code == "no-metrics"]
    assert note.summary == (
        "what these actions counted in the last 30 days cannot be read: AuthorizationError.ACTION_NOT_PERMITTED"
    )
    assert (note.detail, note.where) == ("Not for you.", "123-456-7890")
    assert len(plan.changes) == 3


def test_an_api_in_trouble_stops_the_plan(busy, wanted):
    daily = ("quota_error", "RESOURCE_EXHAUSTED")
    busy.faults.add(Fault("google_ads", "SearchStream", nth=4, status="RESOURCE_EXHAUSTED", error=daily))
    with pytest.raises(QuotaError):
        wanted().plan()


def test_a_manager_account_is_not_asked(environment, project, conversion, holds):
    """Metrics of a manager cannot be had by a query of its own."""
    plan = project(
        conversion("Shared purchase", settings={"category": "purchase"}),
        customer_id="9998887777", login_customer_id="", property_id="", manage_owner=True,
    ).plan()  # fmt: skip
    assert plan.changes != ()
    assert plan.stakes == ()
    assert [item for item in plan.warnings if item.code == "no-metrics"] == []


# ---- how it is shown


def test_text_and_markdown_show_what_json_has(busy, run, write_config, environment):
    config = write_config(
        {"name": "mv_up", "category": "engagement", "role": "primary"},
        {"name": "mv_valued", "category": "engagement", "role": "secondary", "value": 900},
        ga4=None,
    )
    done = run("plan", config, "--format", "json")
    stakes = json.loads(done.out)["plans"][0]["stakes"]
    shown = run("plan", config).out
    assert [stake["action"] for stake in stakes] == ["mv_down", "mv_up", "mv_valued"]
    for stake in stakes:
        counted = f"{stake['conversions']:,.0f} conversions worth {stake['value']:,.0f} JPY in the last 30 days"
        assert f'"{stake["action"]}": {counted}\n' in shown
        assert f": {counted}" in run("plan", config, "--format", "markdown").out
