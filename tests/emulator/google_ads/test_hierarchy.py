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


class TestWithoutGrants:
    """A caller of whom the seed says nothing was given the accounts without a manager above them."""

    @pytest.fixture
    def clients(self, world, ads_of):
        def seed(**policies):
            world.reset({"version": 1, "policies": policies, "google_ads": {"customers": CUSTOMERS}})
            return lambda login=None: ads_of(login_customer_id=login)

        return seed

    def test_the_accounts_at_the_top(self, clients):
        assert accessible(clients()()) == [TOP, OTHER, LONE]

    def test_a_client_account_only_through_its_manager(self, clients, world):
        ads = clients()()
        for ask in (lambda: ads.search(QUERY, FLAT), lambda: ads.mutate(ads.creating(name="mv_a"), customer=FLAT)):
            with ads.refused() as refusal:
                ask()
            assert (refusal.codes, refusal.messages) == (["authorization_error.USER_PERMISSION_DENIED"], [DENIED])
        assert world.google_ads.customers[int(FLAT)].actions == {}
        for manager in (TOP, OTHER):
            assert len(clients()(manager).rows(QUERY, FLAT)) == 1

    def test_the_policy_for_all(self, clients):
        asked = clients(access_without_grants="every_account")()
        assert accessible(asked) == sorted(str(one["id"]) for one in CUSTOMERS)
        assert len(asked.rows(QUERY, DEEP)) == 1


class TestRoles:
    """A role goes down with the hierarchy; where there are several, that in the login customer counts.

    developers.google.com/google-ads/api/docs/oauth/access-model, read 2026-11-29.
    """

    @pytest.fixture
    def with_roles(self, world, ads_of):
        def seed(roles, **policies):
            grants = {SERVICE_ACCOUNT: {"google_ads": {int(number): role for number, role in roles.items()}}}
            content = {"version": 1, "policies": policies, "principals": {"grants": grants}}
            world.reset({**content, "google_ads": {"customers": CUSTOMERS}})
            return lambda login=None: ads_of(login_customer_id=login)

        return seed

    def refused(self, ads, word, customer=DEEP):
        assert len(ads.rows(QUERY, customer)) == 1
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="mv_a"), customer=customer)
        assert (refusal.codes, refusal.status) == ([f"authorization_error.{word}"], "PERMISSION_DENIED")

    def test_read_only_reads_and_changes_nothing(self, with_roles, world):
        self.refused(with_roles({TOP: "READ_ONLY"})(TOP), "ACTION_NOT_PERMITTED")
        assert world.google_ads.customers[int(DEEP)].actions == {}

    def test_not_even_a_rehearsal(self, with_roles):
        ads = with_roles({TOP: "READ_ONLY"})(TOP)
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="mv_a"), customer=DEEP, validate_only=True)
        assert refusal.codes == ["authorization_error.ACTION_NOT_PERMITTED"]

    def test_the_policy_for_the_error(self, with_roles):
        ads = with_roles({TOP: "READ_ONLY"}, read_only_write_error="USER_PERMISSION_DENIED")(TOP)
        self.refused(ads, "USER_PERMISSION_DENIED")

    @pytest.mark.parametrize("role", ["STANDARD", "ADMIN"])
    def test_the_others_change(self, with_roles, world, role):
        ads = with_roles({TOP: role})(TOP)
        ads.mutate(ads.creating(name="mv_a"), customer=DEEP)
        assert world.google_ads.customers[int(DEEP)].named("mv_a").type == "WEBPAGE"

    def test_the_login_customer_decides(self, with_roles, world):
        clients = with_roles({TOP: "READ_ONLY", DEEP: "STANDARD"})
        self.refused(clients(TOP), "ACTION_NOT_PERMITTED")
        ads = clients()
        ads.mutate(ads.creating(name="mv_a"), customer=DEEP)
        assert world.google_ads.customers[int(DEEP)].named("mv_a").type == "WEBPAGE"

    def test_the_role_above_where_a_login_customer_below_may_be_named(self, with_roles):
        clients = with_roles({TOP: "READ_ONLY", OTHER: "ADMIN"}, login_customer_below_grant="allowed")
        self.refused(clients(LOW), "ACTION_NOT_PERMITTED")
        ads = clients(FLAT)  # below both: the higher role, and the account is suspended
        with ads.refused() as refusal:
            ads.mutate(ads.creating(name="mv_a"), customer=FLAT)
        assert refusal.codes == ["authorization_error.ACTION_NOT_PERMITTED_FOR_SUSPENDED_ACCOUNT"]

    def test_roles_survive_a_dump(self, with_roles, world, ads_of):
        with_roles({TOP: "READ_ONLY", LONE: "ADMIN"})
        world.reset(world.dump())
        self.refused(ads_of(login_customer_id=TOP), "ACTION_NOT_PERMITTED")
        ads_of().mutate(ads_of().creating(name="mv_a"), customer=LONE)


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
