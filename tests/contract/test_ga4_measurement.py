"""Enhanced measurement: every setting read and changed alone, with a mask of that setting."""

from __future__ import annotations

import pytest

from microconv.core.kinds import MEASUREMENT
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.enhanced_measurement import ATTRIBUTES, SETTINGS
from tests.conftest import PROPERTY
from tests.contract.ga4_site import MEASUREMENT_ID, WEB, Site, web

FLAGS = [attribute.name for attribute in ATTRIBUTES]
SEARCH = {"search_query_parameter": "q,kw", "uri_query_parameter": "lang"}


@pytest.fixture
def site(world, agency, environment):
    del environment
    return Site(world, agency, Connection())


@pytest.fixture
def measured(client):
    """Makes the store's client with these settings of its web stream."""
    return lambda data_stream="", **settings: client(data_stream=data_stream, enhanced_measurement=settings)


def stream(number=WEB, measurement_id=MEASUREMENT_ID, *, on=()):
    settings = {**{name: name in on for name in FLAGS}, **SEARCH}
    return web(number, measurement_id, enhanced_measurement_settings=settings)


@pytest.mark.parametrize("name", FLAGS)
def test_what_is_read(site, name):
    site.fill(stream(on=[name]))
    (live,) = site.read(MEASUREMENT).resources
    assert str(live.address) == 'ga4.enhanced_measurement_settings["G-AOI0000701"]'
    assert live.id == f"properties/{PROPERTY}/dataStreams/{WEB}/enhancedMeasurementSettings"
    assert dict(live.state) == {flag: flag == name for flag in FLAGS}


def test_the_config_has_a_key_for_every_setting():
    assert SETTINGS == (
        "stream", "scrolls", "outbound_clicks", "site_search", "video_engagement", "file_downloads", "page_changes",
        "form_interactions",
    )  # fmt: skip


@pytest.mark.parametrize("key", SETTINGS)
@pytest.mark.parametrize("wanted", [True, False])
def test_one_setting(site, measured, holds, key, wanted):
    name = f"{key}_enabled"
    others = [flag for index, flag in enumerate(FLAGS) if flag != name and index % 2]
    on = others if wanted else [*others, name]
    site.fill(stream(on=on), stream(702, "G-OTHER00702", on=on))
    before = site.settings()
    config = measured(MEASUREMENT_ID, **{key: wanted})
    assert site.compare(config).told() == [("update", MEASUREMENT_ID, [name])]
    site.sync(config)
    assert site.settings() == {**before, name: wanted}
    assert site.settings(702) == before
    assert holds.writes() == [("UpdateEnhancedMeasurementSettings", "OK")]


def test_several_settings_take_one_call(site, measured, holds):
    site.fill(stream(on=["stream_enabled", "page_changes_enabled"]))
    site.sync(measured(scrolls=True, form_interactions=True, page_changes=False, stream=True))
    assert site.settings() == {
        **{name: name in {"stream_enabled", "scrolls_enabled", "form_interactions_enabled"} for name in FLAGS},
        **SEARCH,
    }
    assert holds.writes() == [("UpdateEnhancedMeasurementSettings", "OK")]


def test_a_stream_that_nobody_changed(site, measured):
    """The settings are there as soon as the stream is."""
    site.fill(web())
    site.sync(measured(scrolls=True))
    assert (site.settings()["scrolls_enabled"], site.settings()["stream_enabled"]) == (True, True)


@pytest.mark.parametrize("data_stream", ["", MEASUREMENT_ID, str(WEB)])
def test_the_stream_is_found_by_each_way_to_name_it(site, measured, data_stream):
    site.fill(stream())
    site.sync(measured(data_stream, video_engagement=True))
    assert site.settings()["video_engagement_enabled"] is True


def test_what_nobody_declared_is_not_listed(site, client):
    site.fill(stream())
    (found,) = [one for name, one in site.compare(client()).found.items() if name == MEASUREMENT]
    assert (found.changes, found.unmanaged, found.waiting) == ([], [], [])
