"""Google Ads links: read, made, kept as configured, never removed."""

from __future__ import annotations

import pytest

from microconv.core.client import Unlisted
from microconv.core.errors import AccessDeniedError, AlreadyThereError
from microconv.core.kinds import KEY_EVENT, LINK
from microconv.core.ports import Status
from microconv.core.schema import Settable
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.google_ads_link import ATTRIBUTES
from tests.conftest import PROPERTY, STORE
from tests.contract.ga4_site import Site

OTHER = "2345678901"


@pytest.fixture
def site(world, agency, environment):
    del environment
    return Site(world, agency, Connection())


@pytest.fixture
def linked(client):
    """Makes the store's client, linked to its Google Ads account."""
    return lambda personalised=None, **fields: client(link_google_ads=True, ads_personalization=personalised, **fields)


def link(customer_id=STORE, **content):
    return {"customer_id": customer_id, **content}


def test_what_is_read(site):
    site.fill(google_ads_links=[link(id=31), link(OTHER, id=32, ads_personalization_enabled=False)])
    on, off = site.read(LINK).resources
    assert (str(on.address), on.identity) == ('ga4.google_ads_link["123-456-7890"]', STORE)
    assert on.id == f"properties/{PROPERTY}/googleAdsLinks/31"
    assert dict(on.state) == {"customer_id": STORE, "ads_personalization_enabled": True}
    assert dict(off.state) == {"customer_id": OTHER, "ads_personalization_enabled": False}


def test_paging(site, holds):
    numbers = [str(1000000000 + number) for number in range(250)]
    site.fill(google_ads_links=[link(number) for number in numbers])
    reading = site.read(LINK)
    assert [item.identity for item in reading.resources] == numbers
    assert (reading.calls, holds.reads()) == (2, ["ListGoogleAdsLinks"] * 2)


@pytest.mark.parametrize(("configured", "then"), [(None, True), (True, True), (False, False)])
def test_create(site, linked, holds, configured, then):
    """Unset, Google decides; false must arrive as false."""
    site.fill(google_ads_links=[link(OTHER)])
    site.sync(linked(configured))
    assert site.links() == {OTHER: True, STORE: then}
    assert holds.writes() == [("CreateGoogleAdsLink", "OK")]


def test_unset_is_not_sent(site, linked):
    site.fill()
    assert site.compare(linked()).told() == [("create", "123-456-7890", ["customer_id"])]


@pytest.mark.parametrize("wanted", [True, False])
def test_personalisation_alone(site, linked, holds, wanted):
    live = not wanted
    site.fill(google_ads_links=[link(ads_personalization_enabled=live), link(OTHER, ads_personalization_enabled=live)])
    assert site.compare(linked(wanted)).told() == [("update", "123-456-7890", ["ads_personalization_enabled"])]
    site.sync(linked(wanted))
    assert site.links() == {STORE: wanted, OTHER: live}
    assert holds.writes() == [("UpdateGoogleAdsLink", "OK")]


def test_every_attribute_that_can_be_changed_is_tested():
    changeable = {attribute.name for attribute in ATTRIBUTES if attribute.settable is Settable.ANY_TIME}
    assert changeable == {"ads_personalization_enabled"}


@pytest.mark.parametrize("live", [True, False])
def test_what_the_config_does_not_name_is_left_alone(site, linked, live):
    site.fill(google_ads_links=[link(ads_personalization_enabled=live)])
    assert site.compare(linked()).told() == []


@pytest.mark.parametrize("fields", [{}, {"link_google_ads": True, "customer_id": ""}], ids=["not asked for", "no ads"])
def test_no_link_is_made_unless_the_config_says_so(site, client, fields):
    site.fill()
    assert site.compare(client(**fields)).told() == []


def test_links_are_never_removed(site, client, linked):
    site.fill(google_ads_links=[link(), link(OTHER)])
    for config in (client(unlisted=Unlisted.REMOVE), linked(unlisted=Unlisted.REMOVE)):
        assert site.compare(config).told() == []


def test_a_link_that_somebody_made_meanwhile(site, linked):
    site.fill()
    provider = site.provider(linked())
    changes = site.compare(linked(), provider).changes
    site.sync(linked(False))
    (outcome,) = site.apply(provider, changes)
    assert (outcome.status, type(outcome.error)) == (Status.FAILED, AlreadyThereError)
    assert str(outcome.error).startswith(f'ga4 {PROPERTY} ga4.google_ads_link["123-456-7890"]: ALREADY_EXISTS: ')
    assert outcome.error.hint == "somebody made it meanwhile: run again, the state is read first"
    assert site.links() == {STORE: False}


def test_an_account_that_may_not_be_linked(site, linked):
    world = site.fill()
    world.policies.set("links_to_unknown_customers_refused", True)
    config = linked(customer_id="7776665555")
    provider = site.provider(config)
    (outcome,) = site.apply(provider, site.compare(config, provider).changes)
    assert (outcome.status, type(outcome.error)) == (Status.FAILED, AccessDeniedError)
    assert outcome.error.code == "PERMISSION_DENIED"
    assert site.links() == {}


def test_no_link_is_read_where_none_is_needed(site, holds):
    site.fill(google_ads_links=[link()])
    reading = site.read(KEY_EVENT)
    assert (reading.resources, reading.types, holds.reads()) == ((), {KEY_EVENT}, ["ListKeyEvents"])
