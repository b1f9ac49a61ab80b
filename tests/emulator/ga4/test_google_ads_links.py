"""Google Ads links through the official clients: both versions, both transports."""

from __future__ import annotations

import pytest

PARENT = "properties/345678901"
LINK = f"{PARENT}/googleAdsLinks/1"
ME = "someone@agency.example"


def create(client, customer_id="2222222222", **fields):
    return client.create_google_ads_link(parent=PARENT, google_ads_link={"customer_id": customer_id, **fields})


def update(client, mask, name=LINK, **fields):
    return client.update_google_ads_link(google_ads_link={"name": name, **fields}, update_mask={"paths": mask})


@pytest.fixture
def links(stored):
    return lambda: {link.customer_id: link for link in stored().google_ads_links.values()}


def test_create(client, links, world):
    before = world.clock.now()
    answer = create(client)
    link = links()["2222222222"]
    assert (link.ads_personalization_enabled, link.can_manage_clients, link.creator_email_address) == (True, False, ME)
    assert before <= link.create_time == link.update_time <= world.clock.now()
    assert answer.name == f"{PARENT}/googleAdsLinks/{link.id}"
    assert (answer.customer_id, answer.ads_personalization_enabled) == ("2222222222", True)
    assert (answer.creator_email_address, answer.create_time) == (ME, link.create_time)
    assert answer in list(client.list_google_ads_links(parent=PARENT))


@pytest.mark.parametrize("enabled", [True, False])
def test_create_says_whether_advertising_is_personal(client, links, enabled):
    assert create(client, ads_personalization_enabled=enabled).ads_personalization_enabled is enabled
    assert links()["2222222222"].ads_personalization_enabled is enabled


def test_one_link_for_an_account(client, links, refused):
    before = links()
    with refused(409, "Requested entity already exists"):
        create(client, "1234567890")
    assert links() == before
    client.create_google_ads_link(parent="properties/345678902", google_ads_link={"customer_id": "1234567890"})


@pytest.mark.parametrize(
    ("customer_id", "message"),
    [
        ("", "The customer ID is required."),
        ("123-456-7890", "The customer ID '123-456-7890' must be ten digits."),
        ("123", "The customer ID '123' must be ten digits."),
        ("１２３４５６７８９０", "The customer ID '１２３４５６７８９０' must be ten digits."),
    ],
)
def test_customer_ids_that_are_refused(client, links, refused, customer_id, message):
    before = links()
    with refused(400, message):
        create(client, customer_id)
    assert links() == before


def test_output_only_fields(client, world, links, refused):
    create(client, can_manage_clients=True, creator_email_address="other@agency.example")
    link = links()["2222222222"]
    assert (link.can_manage_clients, link.creator_email_address) == (False, ME)
    update(client, ["can_manage_clients"], can_manage_clients=True)
    assert links()["1234567890"].can_manage_clients is False
    world.policies.set("output_only_fields", "REFUSE")
    with refused(400, "The field 'can_manage_clients' is output only."):
        create(client, "3333333333", can_manage_clients=True)
    with refused(400, "The field 'creator_email_address' is output only."):
        update(client, ["creator_email_address"], creator_email_address="x")
    assert "3333333333" not in links()


def test_a_manager_account_of_the_emulator_can_manage_clients(client, world, content, links):
    customers = [
        {"id": 9998887777, "descriptive_name": "Agency", "manager": True, "currency_code": "JPY",
         "time_zone": "Asia/Tokyo", "clients": [2222222222]},
        {"id": 2222222222, "descriptive_name": "Aoi", "currency_code": "JPY", "time_zone": "Asia/Tokyo"},
    ]  # fmt: skip
    world.reset({**content, "google_ads": {"customers": customers}, "policies": {}})
    world.policies.set("links_to_unknown_customers_refused", True)
    assert create(client, "9998887777").can_manage_clients is True
    assert create(client, "2222222222").can_manage_clients is False
    assert links()["9998887777"].can_manage_clients is True


def test_links_to_unknown_customers(client, world, links, refused):
    create(client)
    world.policies.set("links_to_unknown_customers_refused", True)
    with refused(403, "The caller does not have permission"):
        create(client, "3333333333")
    assert set(links()) == {"1234567890", "2222222222"}


def test_update(client, world, links):
    before = links()["1234567890"]
    answer = update(client, ["ads_personalization_enabled"], ads_personalization_enabled=False)
    after = links()["1234567890"]
    assert (after.ads_personalization_enabled, answer.ads_personalization_enabled) == (False, False)
    assert before.update_time < after.update_time <= world.clock.now()
    assert (after.create_time, after.creator_email_address) == (before.create_time, before.creator_email_address)
    answer = update(client, ["ads_personalization_enabled"])
    assert (links()["1234567890"].ads_personalization_enabled, answer.ads_personalization_enabled) == (True, True)
    update(client, ["*"], ads_personalization_enabled=False)
    assert links()["1234567890"].ads_personalization_enabled is False
    update(client, ["customer_id"], customer_id="1234567890", ads_personalization_enabled=True)
    assert links()["1234567890"].ads_personalization_enabled is False


@pytest.mark.parametrize("mask", [["customer_id"], ["*"]])
def test_the_customer_id_is_immutable(client, links, refused, mask):
    before = links()
    with refused(400, "The field 'customer_id' is immutable."):
        update(client, mask, customer_id="2222222222")
    assert links() == before


def test_masks_that_are_refused(client, links, refused):
    before = links()
    for mask, message in (
        ([], "The update mask is required."),
        (["ads_personalization_enabled.value"], "The update mask has the unknown path "
         "'ads_personalization_enabled.value'."),
    ):  # fmt: skip
        with refused(400, message):
            update(client, mask, ads_personalization_enabled=False)
    assert links() == before


def test_delete(client, links, refused):
    client.delete_google_ads_link(name=LINK)
    assert links() == {}
    with refused(404, "Requested entity was not found."):
        client.delete_google_ads_link(name=LINK)
    with refused(404, "Requested entity was not found."):
        update(client, ["ads_personalization_enabled"])
    assert create(client, "1234567890").name != LINK


def test_a_readonly_token(ga4, refused, links):
    token = ga4.token("https://www.googleapis.com/auth/analytics.readonly")
    for transport in ("grpc", "rest"):
        client = ga4.client("v1beta", transport, token)
        with refused(403, "Request had insufficient authentication scopes."):
            client.delete_google_ads_link(name=LINK)
        assert len(list(client.list_google_ads_links(parent=PARENT))) == 1
    assert set(links()) == {"1234567890"}
