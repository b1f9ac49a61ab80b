"""Several clients at a time: the same output and the same calls as one after the other, and none touches another."""

from __future__ import annotations

import copy
import re
from collections import Counter

import pytest

from tests.conftest import CART, PURCHASE

MANAGER = 9998887777
COUNT = 20
MONEY = {"currency_code": "JPY", "time_zone": "Asia/Tokyo"}


def customer(number):
    return 1_000_000_001 + number


def property_(number):
    return 300_000_001 + number


@pytest.fixture
def fleet(environment, world, agency, write_config, tmp_path):
    """Twenty clients; each has one action with another value than its config says. Returns the folder of configs."""
    content = copy.deepcopy(agency)
    content["principals"]["denied"]["google_ads"].append(customer(3))
    content["google_ads"]["customers"][0]["clients"] += [customer(number) for number in range(COUNT)]
    for number in range(COUNT):
        actions = [
            {"id": 50_000 + 2 * number, "name": "purchase", "type": "WEBPAGE", "category": "PURCHASE"},
            {"id": 50_001 + 2 * number, "name": "mv_add_to_cart", "type": "WEBPAGE", "category": "ADD_TO_CART",
             "primary_for_goal": False},
        ]  # fmt: skip
        content["google_ads"]["customers"].append(
            {"id": customer(number), **MONEY, "descriptive_name": f"Client {number}", "conversion_actions": actions}
        )
        content["ga4"]["accounts"][0]["properties"].append(
            {"id": property_(number), "display_name": f"Site {number}", **MONEY}
        )
        write_config(
            PURCHASE, CART, file=f"configs/c{number:02}.yaml", ga4={"property_id": property_(number)},
            google_ads={"customer_id": str(customer(number)), "login_customer_id": str(MANAGER)},
        )  # fmt: skip
    world.reset(content)
    return tmp_path / "configs"


def calls(world):
    """The requests by API, method and account, without those for tokens."""
    return Counter((one.api, one.method, one.account) for one in world.log.entries if one.api != "oauth")


READING = {
    "plan": [],
    "plan json": ["--format", "json"],
    "audit": [],
    "audit json": ["--format", "json"],
    "snapshot": ["-o", "-"],
    "explain": [],
}


@pytest.mark.parametrize("command", READING)
def test_output_and_calls_are_those_of_one_after_the_other(run, fleet, world, command):
    name = command.partition(" ")[0]
    arguments = [name, *(["purchase"] if name == "explain" else []), fleet, *READING[command]]
    one = run(*arguments, "--jobs", 1)
    made = calls(world)
    world.log.clear()
    several = run(*arguments)
    assert without_times(several.out) == without_times(one.out)
    assert (several.code, without_times(several.err)) == (one.code, without_times(one.err))
    assert calls(world) == made
    assert one.out.count("c19") > 0 or name == "snapshot"


def without_times(text):
    """A text without what differs from run to run: times, and the ids of refused requests."""
    return re.sub(r'(?m)^.*"(made|at|read|checksum)": .*$|(?<=request id )\S+|"\d{4}-\d\d-\d\dT[^"]*"', "", text)


def test_one_that_is_denied_and_one_with_an_error_touch_no_other(run, fleet):
    done = run("plan", fleet)
    assert done.code == 5
    assert [line.split()[0] for line in done.out.splitlines() if line.startswith("c")] == [
        f"c{number:02}" for number in range(COUNT) if number != 3
    ]
    assert "c03: error: google_ads 100-000-0004: AuthorizationError.USER_PERMISSION_DENIED" in done.err
