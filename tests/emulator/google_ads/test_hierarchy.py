"""Accounts several levels below a manager: who reaches them how. The page on the access model, facts section 5."""

from __future__ import annotations

import pytest

from microconv.emulator.tokens import SERVICE_ACCOUNT

#: TOP manages MIDDLE, MIDDLE manages LOW, LOW manages DEEP; FLAT is below TOP and below OTHER, a second manager.
TOP, MIDDLE, LOW, OTHER = "1000000001", "1000000002", "1000000003", "1000000004"
#: The manager of the common seed.
MANAGER = "9998887777"
DEEP, FLAT, LONE = "2000000001", "2000000002", "2000000003"
QUERY = "SELECT customer.id FROM customer"
TREE = (
    "SELECT customer_client.id, customer_client.level, customer_client.manager, customer_client.descriptive_name,"
    " customer_client.status FROM customer_client"
)
DENIED = (
    "User doesn't have permission to access customer. Note: If you're accessing a client customer, the manager's "
    "customer id must be set in the 'login-customer-id' header. See "
    "https://developers.google.com/google-ads/api/docs/concepts/call-structure#cid"
)
#: As in a seed file.
CUSTOMERS = [
    {"id": int(TOP), "manager": True, "clients": [MIDDLE, FLAT]},
    {"id": int(MIDDLE), "manager": True, "clients": [LOW]},
    {"id": int(LOW), "manager": True, "clients": [DEEP]},
    {"id": int(OTHER), "manager": True, "clients": [FLAT]},
    {"id": int(DEEP), "descriptive_name": "Deep"},
    {"id": int(FLAT), "descriptive_name": "Flat", "status": "SUSPENDED"},
    {"id": int(LONE), "descriptive_name": "Lone"},
]


@pytest.fixture
def given(world, ads_of):
    """Seeds the accounts with what the caller was given directly; returns a maker of its clients."""

    def seed(*customers, **policies):
        grants = {SERVICE_ACCOUNT: {"google_ads": [int(one) for one in customers]}}
        world.reset(
            {
                "version": 1,
                "policies": policies,
                "principals": {"grants": grants},
                "google_ads": {"customers": CUSTOMERS},
            }
        )
        return lambda login=None: ads_of(login_customer_id=login)

    return seed


def accessible(ads):
    names = ads.service("CustomerService").list_accessible_customers().resource_names
    return [name.removeprefix("customers/") for name in names]


def tree(ads, customer):
    return [(str(row.customer_client.id), row.customer_client.level) for row in ads.rows(TREE, customer)]


@pytest.mark.parametrize("granted", [(TOP,), (LOW, LONE), (TOP, OTHER, DEEP)])
@pytest.mark.parametrize("login", [None, TOP, LONE])
def test_accessible_customers_are_those_given_directly(given, granted, login):
    assert accessible(given(*granted)(login)) == sorted(granted)


@pytest.mark.parametrize("login", [TOP, MIDDLE, LOW])
def test_an_ancestor_at_any_depth_reaches_the_account(given, login):
    ads = given(login)(login)
    assert [row.customer.id for row in ads.rows(QUERY, DEEP)] == [int(DEEP)]


def test_a_write_through_an_ancestor(given, world):
    ads = given(TOP)(TOP)
    ads.mutate(ads.creating(name="mv_a"), customer=DEEP)
    assert world.google_ads.customers[int(DEEP)].named("mv_a").type == "WEBPAGE"


@pytest.mark.parametrize("customer", [DEEP, FLAT, LOW])
def test_only_through_a_manager_and_no_login_customer(given, customer):
    ads = given(TOP)()
    with ads.refused() as refusal:
        ads.search(QUERY, customer)
    assert (refusal.codes, refusal.messages) == (["authorization_error.USER_PERMISSION_DENIED"], [DENIED])
    assert refusal.status == "PERMISSION_DENIED"


def test_a_write_without_the_login_customer(given, world):
    ads = given(TOP)()
    with ads.refused() as refusal:
        ads.mutate(ads.creating(name="mv_a"), customer=DEEP)
    assert (refusal.codes, refusal.messages) == (["authorization_error.USER_PERMISSION_DENIED"], [DENIED])
    assert world.google_ads.customers[int(DEEP)].actions == {}


def test_an_account_given_directly_needs_no_login_customer(given):
    clients = given(TOP, DEEP)
    assert len(clients().rows(QUERY, DEEP)) == 1
    assert len(clients(TOP).rows(QUERY, DEEP)) == 1
    assert len(clients(DEEP).rows(QUERY, DEEP)) == 1


@pytest.mark.parametrize("customer", [DEEP, LONE])
def test_a_manager_that_is_not_above(given, customer):
    ads = given(OTHER)(OTHER)
    with ads.refused() as refusal:
        ads.search(QUERY, customer)
    code = "authorization_error.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION"
    message = "The login customer specified does not have access to the account specified."
    assert (refusal.codes, refusal.messages) == ([code], [message])


@pytest.mark.parametrize("login", [TOP, OTHER])
def test_two_ways_to_one_account(given, login):
    assert len(given(TOP, OTHER)(login).rows(QUERY, FLAT)) == 1


class TestLoginCustomerBelowGrant:
    """A manager below the one that was given may, or may not, be named as login customer."""

    def test_refused_by_default(self, given):
        ads = given(TOP)(LOW)
        with ads.refused() as refusal:
            ads.search(QUERY, DEEP)
        assert (refusal.codes, refusal.messages) == (["authorization_error.USER_PERMISSION_DENIED"], [DENIED])

    def test_allowed(self, given):
        clients = given(TOP, login_customer_below_grant="allowed")
        assert len(clients(LOW).rows(QUERY, DEEP)) == 1
        assert len(clients(DEEP).rows(QUERY, DEEP)) == 1

    def test_allowed_is_not_for_accounts_above_or_elsewhere(self, given):
        clients = given(LOW, login_customer_below_grant="allowed")
        for login in (TOP, OTHER):
            ads = clients(login)
            with ads.refused() as refusal:
                ads.search(QUERY, DEEP)
            assert (refusal.codes, refusal.messages) == (["authorization_error.USER_PERMISSION_DENIED"], [DENIED])


class TestCustomerClient:
    def test_the_whole_tree_of_the_top(self, given):
        found = [(TOP, 0), (MIDDLE, 1), (FLAT, 1), (LOW, 2), (DEEP, 3)]
        assert tree(given(TOP)(TOP), TOP) == found
        assert tree(given(TOP)(), TOP) == found

    @pytest.mark.parametrize(
        ("customer", "found"),
        [(MIDDLE, [(MIDDLE, 0), (LOW, 1), (DEEP, 2)]), (LOW, [(LOW, 0), (DEEP, 1)]), (DEEP, [(DEEP, 0)])],
    )
    def test_levels_count_from_the_account_asked(self, given, customer, found):
        assert tree(given(TOP)(TOP), customer) == found

    def test_what_it_says_of_each(self, given):
        rows = [row.customer_client for row in given(TOP)(TOP).rows(TREE, TOP)]
        assert {(str(one.id), one.manager, one.descriptive_name, one.status.name) for one in rows} == {
            (TOP, True, f"Account {TOP}", "ENABLED"),
            (MIDDLE, True, f"Account {MIDDLE}", "ENABLED"),
            (LOW, True, f"Account {LOW}", "ENABLED"),
            (DEEP, False, "Deep", "ENABLED"),
            (FLAT, False, "Flat", "SUSPENDED"),
        }

    def test_one_level_only(self, given):
        rows = given(TOP)(TOP).rows(TREE + " WHERE customer_client.level <= 1 AND customer_client.manager = FALSE", TOP)
        assert [str(row.customer_client.id) for row in rows] == [FLAT]

    def test_of_a_manager_without_the_login_customer(self, given):
        ads = given(TOP)()
        with ads.refused() as refusal:
            ads.search(TREE, LOW)
        assert (refusal.codes, refusal.messages) == (["authorization_error.USER_PERMISSION_DENIED"], [DENIED])


def test_what_is_granted_survives_a_dump(given, world, ads_of):
    given(TOP)
    world.reset(world.dump())
    assert accessible(ads_of()) == [TOP]


class TestWritesToAManager:
    """A manager takes what belongs to conversions, as its clients may share it, and nothing about campaigns.

    Guide "Conversion tracking" (google_ads_conversion_customer is the manager's id with cross-account tracking) and
    RequestError.CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT.
    """

    @pytest.mark.parametrize("validate_only", [True, False])
    def test_conversion_actions_are_taken(self, ads, world, validate_only):
        manager = world.google_ads.customers[int(MANAGER)]
        before = list(manager.actions)
        ads.mutate(ads.creating(), customer=MANAGER, validate_only=validate_only)
        ads.mutate(
            ads.updating(901, primary_for_goal=False, customer=MANAGER), customer=MANAGER, validate_only=validate_only
        )
        assert (list(manager.actions) == before) is validate_only
        assert (manager.actions[901]["primary_for_goal"] is False) is not validate_only

    def test_goals_and_custom_goals_are_taken(self, ads, world):
        manager = world.google_ads.customers[int(MANAGER)]
        ads.mutate_goals(ads.updating_goal("PURCHASE~WEBSITE", biddable=False, customer=MANAGER), customer=MANAGER)
        listed = [ads.name(901, MANAGER)]
        ads.change("CustomConversionGoal", {"create": {"name": "g", "conversion_actions": listed}}, customer=MANAGER)
        assert manager.goals["PURCHASE", "WEBSITE"] is False
        assert [one.name for one in manager.custom_goals.values()] == ["g"]

    @pytest.mark.parametrize("validate_only", [True, False])
    def test_a_request_with_anything_about_campaigns_is_refused_whole(self, ads, world, validate_only):
        manager = world.google_ads.customers[int(MANAGER)]
        before = list(manager.actions)
        name = f"customers/{MANAGER}/campaignConversionGoals/1~PURCHASE~WEBSITE"
        of_campaign = {"update": {"resource_name": name, "biddable": True}, "update_mask": {"paths": ["biddable"]}}
        with ads.refused() as refusal:
            ads.mutate_several(
                {"conversion_action_operation": ads.creating()},
                {"campaign_conversion_goal_operation": of_campaign},
                customer=MANAGER,
                validate_only=validate_only,
            )
        assert refusal.codes == ["request_error.CANNOT_BE_EXECUTED_BY_MANAGER_ACCOUNT"]
        assert list(manager.actions) == before
