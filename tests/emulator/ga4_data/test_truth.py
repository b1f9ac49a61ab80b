"""The truth that a seed sets comes back: chains, broken tags, months with nothing, seasons, items."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import Any

import pytest

from microconv.emulator import Control, World
from microconv.emulator.errors import ControlError, SeedError
from tests.emulator.ga4_data.conftest import STORE

NUMBER = 345678901
PLACE = "ga4.accounts[0].properties[0].traffic"
TRAFFIC: dict[str, Any] = {
    "sessions_per_day": 600,
    "since": "2026-08-01",
    "months": {"10": 1.5},
    "devices": {"mobile": 0.6, "desktop": 0.4},
    "channels": {"Paid Search": 0.5, "Direct": 0.5},
    "pages": {"/": 0.8, "/thanks": 0.2},
    "events": {"mv_form": {"rate": 0.25, "broken_from": "2026-11-10"}},
    "items": [{"name": "Cup", "category": "Kitchen", "price": 700}],
    "chains": [
        {
            "after": "mv_form",
            "steps": [
                {"event": "mv_call", "probability": 0.6, "devices": {"mobile": 0.2}},
                {
                    "event": "purchase",
                    "probability": 0.5,
                    "within_days": 5,
                    "value": 9800,
                    "page": "/thanks",
                    "months": {"2026-09": 0},
                    "broken_from": "2026-11-15",
                },
            ],
        }
    ],
}


def seeded(content: dict[str, Any], traffic: Any) -> dict[str, Any]:
    seed = copy.deepcopy(content)
    seed["ga4"]["accounts"][0]["properties"][0]["traffic"] = traffic
    return seed


@pytest.fixture
def control(emulator, world, content) -> Control:
    world.reset(seeded(content, TRAFFIC))
    return Control(emulator.control.address, (emulator.folder / "control-token").read_text("ascii").strip())


OCTOBER, NOVEMBER = (date(2026, 10, 1), date(2026, 10, 31)), (date(2026, 11, 1), date(2026, 11, 20))


def test_a_chain_goes_on_as_often_as_the_seed_says(control):
    (chain,) = control.truth(NUMBER, *OCTOBER)["chains"]
    call, purchase = chain["steps"]
    assert (chain["after"], call["event"], purchase["event"]) == ("mv_form", "mv_call", "purchase")
    assert chain["starts"] == call["of"] > 4000
    assert purchase["of"] == call["done"]
    assert call["devices"]["mobile"]["rate"] == pytest.approx(0.2, abs=0.03)
    assert call["devices"]["desktop"]["rate"] == pytest.approx(0.6, abs=0.03)
    assert purchase["rate"] == pytest.approx(0.5, abs=0.04)
    assert sum(one["done"] for one in call["devices"].values()) == call["done"]


def test_a_perfect_report_and_the_one_there_is(control, report):
    """In October every tag works, so both agree; in November two of them break, and only what they send is missing."""
    truth = control.truth(NUMBER, *OCTOBER)
    days = ("2026-10-01", "2026-10-31")
    names = "eventCount totalUsers sessions keyEvents eventValue"
    rows = {row[0]: [float(one) for one in row[1:]] for row in report("eventName", names, days)}
    for name, one in truth["events"].items():
        assert rows[name] == pytest.approx([one[key] for key in names.split()]), name
        assert one["sent"] == one["eventCount"]
    ((users, sessions, revenue),) = report("", "totalUsers sessions totalRevenue", days)
    found = truth["totals"]
    assert (int(users), int(sessions), float(revenue)) == (
        found["totalUsers"],
        found["sessions"],
        found["totalRevenue"],
    )
    broken = control.truth(NUMBER, *NOVEMBER)["events"]
    sent = dict(report("eventName", "eventCount", ("2026-11-01", "2026-11-20")))
    for name, one in broken.items():
        assert int(sent[name]) == one["sent"]
        assert (one["sent"] < one["eventCount"]) == (name in ("mv_form", "purchase")), name
    assert broken["mv_form"]["sent"] / broken["mv_form"]["eventCount"] == pytest.approx(9 / 20, abs=0.06)


def test_a_broken_micro_conversion_keeps_nobody_from_the_final(control, report):
    rows = dict(report("date", "ecommercePurchases", ("2026-11-10", "2026-11-20")))
    assert all(int(rows[f"202611{day}"]) > 5 for day in range(10, 15))
    assert not any(f"202611{day}" in rows for day in range(15, 21))
    assert report("", "eventCount", ("2026-11-15", "2026-11-20"), dimension_filter=named("mv_form")) == []


def named(name: str) -> dict[str, Any]:
    return {"filter": {"field_name": "eventName", "string_filter": {"value": name}}}


def test_a_month_without_finals_and_a_season(control, report):
    assert report("", "ecommercePurchases", ("2026-09-01", "2026-09-30")) == []
    assert control.truth(NUMBER, date(2026, 9, 1), date(2026, 9, 30))["events"].get("purchase") is None
    ((september,), (october,)) = (
        report("", "sessions", (f"2026-{month}-01", f"2026-{month}-30"))[0] for month in ("09", "10")
    )
    assert int(october) / int(september) == pytest.approx(1.5, rel=0.15)


def test_finals_come_later_in_sessions_of_their_own(data, control, report):
    """Whoever buys on a later day comes again for it, by himself; within the days that the seed gives him."""
    rows = report("sessionDefaultChannelGroup newVsReturning", "ecommercePurchases", ("2026-10-01", "2026-10-31"))
    bought = {row[:2]: int(row[2]) for row in rows}
    assert bought["Direct", "returning"] > 3 * bought["Paid Search", "new"] > 0
    client = data.client("v1alpha")

    def done(within: dict[str, str]) -> int:
        steps = [
            {"name": "s", "filter_expression": {"funnel_event_filter": {"event_name": name}}, **how}
            for name, how in (("mv_call", {}), ("purchase", within))
        ]
        days = [{"start_date": "2026-10-01", "end_date": "2026-10-31"}]
        found = client.run_funnel_report({"property": STORE, "date_ranges": days, "funnel": {"steps": steps}})
        return int(found.funnel_table.rows[1].metric_values[0].value)

    day, days, ages = (done({"within_duration_from_prior_step": f"{n * 86400}s"}) for n in (1, 6, 31))
    assert 0 < day < days == pytest.approx(ages, rel=0.05)
    assert day / days == pytest.approx(1.5 / 6, abs=0.12)


def test_every_final_that_a_chain_brings_is_an_event(control, world, content, report):
    """Of starts in ten days all that follows is there, on whichever day it comes, and each goes its way once."""
    traffic = {
        **TRAFFIC,
        "events": {"mv_form": {"rate": 0.25, "until": "2026-10-10", "since": "2026-10-01"}},
        "chains": [{"after": "mv_form", "steps": [{"event": "purchase", "probability": 0.5, "within_days": 3}]}],
    }
    world.reset(seeded(content, traffic))
    (chain,) = control.truth(NUMBER, date(2026, 10, 1), date(2026, 10, 10))["chains"]
    rows = dict(report("date", "ecommercePurchases", ("2026-09-01", "2026-10-31")))
    assert sorted(rows) == [f"202610{day:02}" for day in range(1, 14)]
    assert sum(int(count) for count in rows.values()) == chain["steps"][0]["done"] > 500


def test_items_are_those_of_the_seed(control, report):
    ((name, category, bought, revenue),) = report(
        "itemName itemCategory", "itemsPurchased itemRevenue", ("2026-10-01", "2026-10-31")
    )
    assert (name, category) == ("Cup", "Kitchen")
    assert float(revenue) == 700 * int(bought) > 0
    ((purchases,),) = report("", "ecommercePurchases", ("2026-10-01", "2026-10-31"))
    assert purchases == bought
    assert [row[0] for row in report("pagePath", "ecommercePurchases", ("2026-10-01", "2026-10-31"))] == ["/thanks"]


def test_it_survives_a_dump(content):
    world = World.load(seeded(content, TRAFFIC))
    dumped = json.loads(json.dumps(world.dump()))
    again = World.load(dumped)
    assert again.ga4.property(NUMBER).traffic == world.ga4.property(NUMBER).traffic
    assert {"chains", "items", "months"} <= set(world.ga4.property(NUMBER).traffic)


def test_what_truth_refuses(control):
    with pytest.raises(ControlError, match=r"^the last day, 2026-10-01, is before the first, 2026-10-02$"):
        control.truth(NUMBER, date(2026, 10, 2), date(2026, 10, 1))
    with pytest.raises(ControlError, match="there is no property 5"):
        control.truth(5, *OCTOBER)
    with pytest.raises(ControlError, match=r"the days are needed, such as \?from="):
        control._call("GET", f"/truth/properties/{NUMBER}")
    with pytest.raises(ControlError, match="from and to must be days such as 2026-10-01"):
        control._call("GET", f"/truth/properties/{NUMBER}?from=x&to=2026-10-01")


STEP = {"event": "x", "probability": 0.5}


@pytest.mark.parametrize(
    ("traffic", "message"),
    [
        ({"months": {"13": 1}}, ".months: '13' is not a month such as 2026-08 or 08"),
        ({"months": {8: -1}}, ".months.08: a number of 0 or more is needed"),
        ({"items": {}}, ".items: a list is needed, not a mapping"),
        ({"items": [{"id": "a"}]}, ".items[0].name: a text is needed"),
        ({"items": [{"name": "a", "share": 0}]}, ".items: the shares must not all be 0"),
        ({"items": [{"name": "a", "prize": 0}]}, ".items[0]: unknown key 'prize'; did you mean price?"),
        ({"items": [{"name": "a", "colour": 0}]}, ".items[0]: unknown key 'colour'; known are category, id, name"),
        ({"chains": [{"after": "y"}]}, ".chains[0].after: 'y' is not one of the property's events"),
        ({"chains": [{"after": [1]}]}, ".chains[0].after: a text is needed"),
        ({"chains": [{"after": "x"}]}, ".chains[0].steps: a chain has from 1 to 5 steps"),
        ({"chains": [{"after": "x", "steps": [STEP] * 6}]}, ".chains[0].steps: a chain has from 1 to 5 steps"),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "within_days": 50}] * 2}]},
            ".chains[0].steps: all steps together come within 90 days",
        ),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "within_days": 91}]}]},
            ".chains[0].steps[0].within_days: a whole number from 0 to 90 is needed",
        ),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "probability": 2}]}]},
            ".chains[0].steps[0].probability: a probability from 0 to 1 is needed, not 2",
        ),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "probability": "half"}]}]},
            ".chains[0].steps[0].probability: a probability from 0 to 1 is needed, not 'half'",
        ),
        ({"chains": [{"after": "x", "steps": [{"event": "x"}]}]}, ".chains[0].steps[0].probability: is missing"),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "devices": {"moblie": 0.2}}]}]},
            ".chains[0].steps[0].devices.moblie: is not one of the property's devices, mobile, desktop, tablet",
        ),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "devices": {"tv": 2}}]}]},
            ".chains[0].steps[0].devices.tv: a probability from 0 to 1 is needed",
        ),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "page": "/no"}]}]},
            ".chains[0].steps[0].page: '/no' is not one of the property's pages",
        ),
        (
            {"chains": [{"after": "x", "steps": [{**STEP, "per_day": 2}]}]},
            ".chains[0].steps[0]: unknown key 'per_day'; known are",
        ),
    ],
)
def test_seeds_that_are_refused(content, traffic, message):
    with pytest.raises(SeedError) as caught:
        World.load(seeded(content, {"sessions_per_day": 9, "events": {"x": 0.1}, **traffic}))
    assert str(caught.value).startswith(f"{PLACE}{message}")
