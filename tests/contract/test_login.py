"""The manager account through which an account is reached: found when nobody names it and there is exactly one."""

from __future__ import annotations

import copy
import json

import pytest

from microconv.connections import Connections
from microconv.core.account_ids import dashed
from microconv.core.errors import AccessDeniedError
from microconv.emulator.principals import Access, Principals
from microconv.emulator.tokens import SERVICE_ACCOUNT
from microconv.project import Project
from tests.conftest import STORE

pytestmark = pytest.mark.usefixtures("no_login")
MANAGER, SECOND, TOP, BOTAN = 9998887777, 8887776666, 7776665555, 2345678901
SEARCH, LIST = "SearchStream", "ListAccessibleCustomers"


@pytest.fixture
def granted(world, agency):
    """Gives the user direct access to some accounts only. Above the agency is `TOP`; beside it `SECOND`."""

    def give(*accounts, denied=()):
        content = copy.deepcopy(agency)
        customers = content["google_ads"]["customers"]
        manager = {"manager": True, "currency_code": "JPY", "time_zone": "Asia/Tokyo"}
        customers += [
            {"id": SECOND, "descriptive_name": "Second", "clients": [1234567890], **manager},
            {"id": TOP, "descriptive_name": "Top", "clients": [MANAGER], **manager},
        ]
        world.reset(content)
        world.principals = Principals(
            grants={SERVICE_ACCOUNT: Access(frozenset(accounts), None)},
            denied=Access(frozenset(denied), frozenset()),
        )
        return world

    return give


@pytest.fixture
def read(project):
    def run(**fields):
        return project(**{"login_customer_id": "", "property_id": "", **fields}).providers[0].read()

    return run


def refused(read, **fields):
    with pytest.raises(AccessDeniedError) as caught:
        read(**fields)
    return caught.value


@pytest.mark.parametrize("manager", [MANAGER, SECOND, TOP], ids=["agency", "second", "top"])
def test_the_only_way_is_found(granted, read, holds, manager):
    """Also from further up than the next manager. Costs a refused call, a list, and one for each account listed."""
    granted(manager, 2345678901)
    reading = read()
    assert {item.address.name for item in reading.resources} > {"purchase", "mv_add_to_cart"}
    assert reading.facts.account.found_through.replace("-", "") == str(manager)
    expected = [SEARCH, LIST, SEARCH, SEARCH, SEARCH, SEARCH, SEARCH]
    assert (holds.reads(), reading.calls) == (expected, len(expected))


def test_the_plan_says_so_and_how_to_save_the_look(granted, project):
    granted(MANAGER)
    plan = project(login_customer_id="", property_id="").plan()
    assert [(one.summary, one.hint) for one in plan.warnings if one.code == "login-found"] == [
        (
            "the account was reached through manager account 999-888-7777, found automatically",
            "write `google_ads: {login_customer_id: 999-888-7777}` to save the search",
        )
    ]


def test_direct_access_needs_no_look(granted, read, holds):
    granted(1234567890, MANAGER, SECOND)
    reading = read()
    assert (reading.calls, holds.reads()) == (3, [SEARCH] * 3)
    assert reading.facts.account.found_through is None


def test_several_ways_are_listed(granted, read, holds):
    granted(MANAGER, SECOND, 2345678901)
    error = refused(read)
    assert error.code == "AuthorizationError.USER_PERMISSION_DENIED"
    assert error.account == "123-456-7890"
    assert error.hint == (
        "it is reached through 888-777-6666, 999-888-7777: write one as `google_ads: {login_customer_id: …}`"
    )
    assert holds.reads() == [SEARCH, LIST, SEARCH, SEARCH, SEARCH]


def test_no_way(granted, read):
    granted(2345678901)
    assert refused(read).hint == (
        "no account that this user can access has it below: give the user access to it, or to a manager account of it"
    )


def test_an_account_that_cannot_be_asked_is_named(granted, read):
    granted(2345678901, 4567890123)  # the second is cancelled
    assert refused(read).hint == (
        "no account that this user can access has it below (not known of 456-789-0123, which cannot be read): give the "
        "user access to it, or to a manager account of it"
    )


@pytest.mark.parametrize(
    ("login", "code"),
    [
        (str(SECOND), "AuthorizationError.USER_PERMISSION_DENIED"),
        ("2345678901", "AuthorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"),
    ],
    ids=["no access", "not above"],
)
def test_a_wrong_one_is_not_replaced(granted, read, holds, login, code):
    """A number that somebody wrote is not corrected behind their back."""
    granted(MANAGER, 2345678901)
    error = refused(read, login_customer_id=login)
    assert error.code == code
    assert set(holds.reads()) == {SEARCH}


@pytest.mark.parametrize(
    ("login", "word"),
    [(SECOND, "USER_PERMISSION_DENIED"), (BOTAN, "INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION")],
    ids=["no access", "not above"],
)
def test_one_of_the_user_s_own_configuration_is_not_replaced(granted, read, holds, tmp_path, login, word):
    """It is named, with the file that it stands in."""
    granted(MANAGER, BOTAN)
    path = tmp_path / "google-ads.yaml"
    path.write_text(json.dumps({**json.loads(path.read_text()), "login_customer_id": login}))
    error = refused(read)
    assert error.code == f"AuthorizationError.{word}"
    assert error.hint == (
        f"{path} names the login customer {dashed(str(login))}, through which this user does not reach the account: "
        "correct it there, or set `google_ads: {login_customer_id: …}` in the config, which goes before it"
    )
    assert set(holds.reads()) == {SEARCH}
    holds.world.log.clear()
    assert read(login_customer_id=str(MANAGER)).calls == 3


def test_a_login_customer_of_the_config_that_is_not_above(granted, read):
    granted(MANAGER, BOTAN)
    assert refused(read, login_customer_id=str(BOTAN)).hint == (
        "the account is not below the manager account that `google_ads: {login_customer_id: …}` names: name one above "
        "it, or none where the user has access to the account itself"
    )


@pytest.mark.parametrize("customer", ["5556667777", "4567890123"], ids=["closed to everybody", "cancelled"])
def test_an_account_that_nobody_reaches(granted, read, customer):
    granted(MANAGER, denied=[5556667777])
    assert refused(read, customer_id=customer).code in {
        "AuthorizationError.USER_PERMISSION_DENIED",
        "AuthorizationError.CUSTOMER_NOT_ENABLED",
    }


def test_it_is_looked_for_once_in_a_run(granted, client, connections, holds):
    """Later readings of the same account, and other projects with the same credentials, know the way."""
    granted(MANAGER)
    first = Project(client(login_customer_id="", property_id=""), connections=connections)
    first.plan()
    holds.world.log.clear()
    assert first.plan().reads == 5 + len(holds.rehearsals()) == 6
    # the fourth: what the actions that bidding would lose counted lately; the fifth: how long conversions take
    assert holds.reads() == [SEARCH] * 5
    holds.world.log.clear()
    reading = Project(client(login_customer_id="", property_id=""), connections=connections).read()[0]
    assert (holds.reads(), reading.calls) == ([SEARCH] * 4, 4)  # the first without a login is refused
    holds.world.log.clear()
    Project(client(login_customer_id="", property_id=""), connections=Connections()).plan()
    assert LIST in holds.reads()


def test_changes_go_the_same_way(granted, project, conversion, holds):
    granted(MANAGER)
    wanted = project(conversion("mv_add_to_cart", settings={"category": "add_to_cart"}), login_customer_id="",
                     property_id="")  # fmt: skip
    assert wanted.apply(wanted.plan()).in_sync
    assert holds.actions(STORE)["mv_add_to_cart"]["primary_for_goal"] is False
