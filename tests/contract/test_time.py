"""Plans and time: midnight between plan and sync, clocks that change or go back, zones of property and account."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

import pytest

from microconv.core.errors import RefusedError
from microconv.core.planning.limits import Allow, Limits
from microconv.loading import load
from microconv.project import Project

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")
ANGELES = ZoneInfo("America/Los_Angeles")
DAY = datetime.timedelta(hours=24)


@pytest.fixture
def at(client, conversion, connections, tmp_path):
    """Makes the store's project at a moment."""
    wanted = client(conversion("mv_add_to_cart", settings={"category": "add_to_cart"}, value=777), unlisted="keep")

    def project(moment: datetime.datetime) -> Project:
        return Project(wanted, connections=connections, state=tmp_path, clock=lambda: moment)

    return project


@pytest.mark.parametrize(
    ("planned", "applied"),
    [
        (datetime.datetime(2026, 11, 23, 23, 50, tzinfo=TOKYO), datetime.datetime(2026, 11, 24, 0, 10, tzinfo=TOKYO)),
        (datetime.datetime(2026, 12, 31, 23, 50, tzinfo=ANGELES), datetime.datetime(2027, 1, 1, 0, 10, tzinfo=ANGELES)),
        (datetime.datetime(2026, 11, 24, 0, 10, tzinfo=TOKYO), datetime.datetime(2026, 11, 23, 7, 30, tzinfo=ANGELES)),
        (datetime.datetime(2026, 3, 8, 1, 50, tzinfo=NEW_YORK), datetime.datetime(2026, 3, 8, 3, 10, tzinfo=NEW_YORK)),
        (
            datetime.datetime(2026, 11, 1, 1, 50, tzinfo=NEW_YORK),
            datetime.datetime(2026, 11, 1, 1, 10, fold=1, tzinfo=NEW_YORK),
        ),
        (datetime.datetime(2028, 2, 29, 23, 50, tzinfo=TOKYO), datetime.datetime(2028, 3, 1, 0, 10, tzinfo=TOKYO)),
    ],
    ids=["midnight", "new year", "two zones", "clocks forward", "clocks back", "leap day"],
)
def test_a_plan_that_is_minutes_old_is_applied(at, holds, planned, applied):
    """Moments are compared; the clocks on the wall do not matter."""
    plan = at(planned).plan()
    later = at(applied)
    later.confirm(plan, datetime.timedelta(minutes=21))
    assert later.apply(plan, Limits(allow=(Allow.MANY,))).in_sync
    assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 777


def test_a_plan_of_a_moment_that_is_still_to_come(at, holds):
    moment = datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC)
    plan = at(moment).plan()
    with pytest.raises(RefusedError) as refused:
        at(moment - datetime.timedelta(hours=1)).confirm(plan, DAY)
    (reason,) = refused.value.refusals
    assert (reason.code, reason.summary) == (
        "stale",
        "the plan was made at 2026-11-23T12:00:00+00:00, which is still to come: it is 2026-11-23T11:00:00+00:00 here",
    )
    assert holds.writes() == []


@pytest.mark.parametrize(("days", "warned"), [(-1, False), (0, False), (1, False), (3, True), (400, True)])
def test_a_last_review_that_is_still_to_come(run, write_config, days, warned):
    """One day ahead is today somewhere on Earth."""
    last = datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=days)
    config = write_config(review={"every": "month", "last": last})
    _, problems = load(config)
    assert [one.code for one in problems] == ["future-day"] * warned
    done = run("validate", config)
    assert done.code == 0
    assert (f"review.last is {last}, a day that is still to come" in done.told) is warned
