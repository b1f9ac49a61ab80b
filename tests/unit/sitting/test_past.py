"""Changes before a sitting: of runs, by hand, and of the config; each on its day, and not known is not none."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from microconv.core.conversion import Role, Value
from microconv.core.documents.snapshot import to_json
from microconv.core.errors import ReportError, UnclearError
from microconv.core.months import Month
from microconv.core.planning.steps import steps
from microconv.core.ports import Outcome, Status
from microconv.core.resource import Live
from microconv.core.setup_changes import Source
from microconv.monthly.changes import Setup
from microconv.monthly.folder import ReportFolder
from microconv.monthly.runs import client_runs
from microconv.providers import TYPES
from microconv.reconcile.head import head_of
from microconv.reconcile.journal import Journal
from microconv.review.model import Change, Changed, Past
from microconv.sitting.past import changes_before, frozen_setups
from tests.strategies import action, ads, client, conversion, ga4, key_event, plan_of

TODAY = datetime.date(2026, 11, 23)
TOKYO = ZoneInfo("Asia/Tokyo")
PAIRS = (("google_ads", "123-456-7890"), ("ga4", "345678901"))
FIXED = {"value_settings__always_use_default_value": True}
CART = conversion("mv_cart", value=Value(500.0, "JPY"))
CLIENT = client(CART)


def cart(amount: float = 500.0, **state: object) -> Live:
    """The live action of mv_cart."""
    return action("mv_cart", **{**FIXED, "value_settings__default_value": amount, **state})  # type: ignore[arg-type]


def setup(day: str, *live: Live, event: Live | None = None) -> Setup:
    """The setup of a day in October or November."""
    return Setup(f"2026-{day}T03:00:00+00:00", (ads(*live), ga4(event or key_event("mv_cart"))))


NOW = setup("11-23", cart())
VALUE, ROLE = Changed.VALUE, Changed.ROLE


@pytest.fixture
def run_at(tmp_path: Path) -> Callable[..., None]:
    """Writes the journal of a run that made mv_cart as a config has it, from what was live before."""

    def write(time: str, wanted: object = CART, *live: Live, status: Status = Status.APPLIED) -> None:
        at = datetime.datetime.fromisoformat(time)
        plan = plan_of(client(wanted), *(live or (cart(0.0), key_event("mv_cart"))))  # type: ignore[arg-type]
        journal = Journal(tmp_path / "journal", head_of(plan, CLIENT), lambda: at)
        for number, step in enumerate(steps(TYPES, plan.changes)):
            journal.intent(number, step)
            error = UnclearError(api="ads", account="1", code="GONE", message="?") if status != "applied" else None
            journal.outcome(number, [Outcome(one, status, "R1", error) for one in step.changes])
        journal.end("in sync")

    return write


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., tuple[Past, dict[str, Source]]]:
    def call(
        *setups: Setup, now: Setup = NOW, config: object = CLIENT, zone: datetime.tzinfo = TOKYO
    ) -> tuple[Past, dict[str, Source]]:
        runs = client_runs(tmp_path / "journal", PAIRS, emulated=False)
        past, sources = changes_before(config, runs, setups, now, TODAY, zone)  # type: ignore[arg-type]
        return past, {one.name: one for one in sources}

    return call


def day(month: int, number: int) -> datetime.date:
    return datetime.date(2026, month, number)


def changes(*several: tuple[datetime.date, Changed]) -> tuple[Change, ...]:
    """Changes of mv_cart that no review decided."""
    return tuple(Change(at, "mv_cart", part) for at, part in several)


def test_nobody_knows_where_no_journal_and_no_setup_is_there_and_the_config_is_live(told):
    past, sources = told()
    assert past == Past(known=False)
    assert {name: one.known for name, one in sources.items()} == {"journals": False, "setup": False}
    assert all(one.why.en and one.why.ja for one in sources.values())


def test_an_older_setup_without_a_difference_says_that_nothing_was_changed(told):
    past, sources = told(setup("10-03", cart()))
    assert past == Past()
    assert (sources["journals"].known, sources["setup"].known) == (False, True)


def test_a_setup_that_was_frozen_today_tells_of_no_time_before(told):
    past, sources = told(setup("11-23", cart()))
    assert (past, sources["setup"].known) == (Past(known=False), False)


@pytest.mark.parametrize(
    "before",
    [
        {"value_settings__default_currency_code": "USD"},
        {"value_settings__always_use_default_value": False},
    ],
    ids=["currency", "from the event"],
)
def test_the_currency_of_a_value_and_where_it_comes_from_are_the_value_too(told, before):
    past, _ = told(setup("10-03", cart(**before)), setup("11-03", cart()))
    assert past.changes == changes((day(11, 3), VALUE))


def test_a_run_counts_on_its_day_in_the_zone(told, run_at):
    run_at("2026-10-31T15:30:00+00:00")
    past, sources = told()
    assert past == Past(changes((day(11, 1), VALUE)))
    assert sources["journals"].known
    assert told(zone=datetime.UTC)[0].changes == changes((day(10, 31), VALUE))


def test_a_run_may_have_changed_what_nobody_knows_and_not_what_was_refused(told, run_at):
    run_at("2026-10-20T03:00:00+00:00", status=Status.UNKNOWN)
    run_at("2026-10-25T03:00:00+00:00", status=Status.FAILED)
    assert told()[0].changes == changes((day(10, 20), VALUE))


def test_a_run_that_only_made_the_conversion_or_changed_something_else_is_no_change(told, run_at):
    run_at("2026-10-20T03:00:00+00:00", CART, action("other", 7))  # the action and the key event are new
    run_at("2026-10-21T03:00:00+00:00", replace(CART, settings={"category": "contact"}), cart(), key_event("mv_cart"))
    assert told()[0].changes == ()


def test_a_role_by_a_run_is_a_change_of_role(told, run_at):
    run_at("2026-10-20T03:00:00+00:00", replace(CART, role=Role.PRIMARY), cart(), key_event("mv_cart"))
    moved = replace(NOW, readings=(ads(cart(primary_for_goal=True)), ga4(key_event("mv_cart"))))
    past, _ = told(now=moved, config=client(replace(CART, role=Role.PRIMARY)))
    assert past.changes == changes((day(10, 20), ROLE))


def test_a_change_by_hand_counts_on_the_day_of_the_later_setup(told):
    earlier = setup("10-03", cart(100.0, primary_for_goal=True))
    past, _ = told(earlier, setup("11-03", cart()))
    assert sorted(past.changes, key=lambda one: one.part.value) == list(
        changes((day(11, 3), ROLE), (day(11, 3), VALUE))
    )


def test_a_change_by_hand_since_the_last_setup_counts_today(told):
    """The config has followed it, so that the account and the config do not differ."""
    past, _ = told(setup("10-03", cart(100.0)), setup("11-03", cart(100.0)))
    assert past.changes == changes((TODAY, VALUE))


def test_the_value_of_a_key_event_by_hand_is_a_change(told):
    earlier = setup("10-03", cart(), event=key_event("mv_cart"))
    later = replace(NOW, readings=(ads(cart()), ga4(key_event("mv_cart", counting_method="once_per_session"))))
    config = client(replace(CART, event="mv_cart", event_value=False))
    assert told(earlier, now=later, config=config)[0].changes == ()  # how it is counted is no value


def test_what_a_run_did_between_two_setups_is_told_once_on_its_own_day(told, run_at):
    run_at("2026-10-20T03:00:00+00:00")
    past, _ = told(setup("10-03", cart(0.0)), setup("11-03", cart()))
    assert past.changes == changes((day(10, 20), VALUE))


def test_objects_that_the_config_does_not_have_are_not_told(told):
    others = [action("Newsletter", 9, value_settings__default_value=amount) for amount in (1.0, 2.0)]
    later = setup("11-03", cart(), others[1])
    past, _ = told(setup("10-03", cart(), others[0]), later, now=replace(later, taken=NOW.taken))
    assert past == Past()


def test_a_value_or_role_of_the_config_that_is_not_live_counts_today(told):
    raised = client(replace(CART, value=Value(800.0, "JPY")))
    past, _ = told(config=raised)
    assert past == Past((Change(TODAY, "mv_cart", VALUE, live=False),))
    opened, _ = told(config=client(replace(CART, role=Role.PRIMARY)))
    assert opened == Past((Change(TODAY, "mv_cart", ROLE, live=False),))


def test_a_conversion_that_is_new_in_the_config_is_no_change(told):
    new = client(CART, conversion("mv_new", value=Value(900.0, "JPY"), role=Role.PRIMARY))
    past, _ = told(setup("10-03", cart()), config=new)
    assert past == Past()


# ---- frozen setups


@pytest.fixture
def folder(tmp_path: Path) -> ReportFolder:
    reports = ReportFolder(tmp_path, "aoi-store")
    reports.path.mkdir(parents=True)
    return reports


def freeze(folder: ReportFolder, month: str, taken: str, *, emulated: bool = False) -> None:
    """Freeze the setup of a month, taken at a time."""
    facts = {"emulated": True} if emulated else {}
    readings = (ads(cart(), **facts), ga4(key_event("mv_cart"), **facts))
    assert folder.freeze_setup(Month.parse(month), to_json(readings, taken))


def test_setups_of_thirteen_months_the_oldest_first(folder):
    for month, taken in (
        ("2025-09", "2025-10-03"), ("2025-10", "2025-11-04"), ("2026-10", "2026-11-03"), ("2026-09", "2026-10-02"),
    ):  # fmt: skip
        freeze(folder, month, f"{taken}T03:00:00+00:00")
    found = frozen_setups(folder, TODAY, emulated=False)
    assert [one.taken[:10] for one in found] == ["2025-11-04", "2026-10-02", "2026-11-03"]
    assert {one.provider: one.resources for one in found[0].readings} == {
        one.provider: one.resources for one in NOW.readings
    }


def test_setups_of_the_other_world_are_left_out(folder):
    freeze(folder, "2026-09", "2026-10-02T03:00:00+00:00", emulated=True)
    freeze(folder, "2026-10", "2026-11-03T03:00:00+00:00")
    assert [one.taken[:10] for one in frozen_setups(folder, TODAY, emulated=True)] == ["2026-10-02"]
    assert [one.taken[:10] for one in frozen_setups(folder, TODAY, emulated=False)] == ["2026-11-03"]


def test_no_folder_has_no_setups_and_a_broken_file_is_an_error(tmp_path, folder):
    assert frozen_setups(ReportFolder(tmp_path, "nobody"), TODAY, emulated=False) == ()
    freeze(folder, "2026-10", "2026-11-03T03:00:00+00:00")
    path = folder.setup_path(Month.parse("2026-10"))
    whole = path.read_text("utf-8")
    for broken in (
        "{",
        whole.replace("2026-11-03T03:00:00+00:00", ""),
        whole.replace("2026-11-03T03:00:00+00:00", "2026-11-03T03:00:00"),
        whole.replace('"resources"', '"things"'),
    ):
        assert broken != whole
        path.write_text(broken, "utf-8")
        with pytest.raises(ReportError, match=r"2026-10\.setup\.json: cannot be used"):
            frozen_setups(folder, TODAY, emulated=False)
