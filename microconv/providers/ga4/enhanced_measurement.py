"""Enhanced measurement: what a web stream measures by itself. The attribute table.

Facts: google/analytics/admin/v1alpha/resources.proto, message EnhancedMeasurementSettings, checked 2026-11-23. Every
web stream has exactly one, so it is only ever changed. Its two lists of query parameters are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from microconv.core.client import Client
from microconv.core.kinds import MEASUREMENT
from microconv.core.resource import Address, Desired, Target, frozen
from microconv.core.schema import Attribute, Kind, ResourceType
from microconv.core.text import Text

_PROTO = "EnhancedMeasurementSettings, v1alpha proto, checked 2026-11-23"
_SUFFIX = "_enabled"


def _setting(name: str, summary: str) -> Attribute:
    return Attribute(name=name, kind=Kind.FLAG, summary=summary, source=_PROTO)


ATTRIBUTES = (
    _setting("stream_enabled", "Whether the other settings take effect; turning it off does not change them."),
    _setting("scrolls_enabled", "`scroll` when a visitor gets to the bottom of a page."),
    _setting("outbound_clicks_enabled", "`click` when a link leads away from the site."),
    _setting("site_search_enabled", "`view_search_results` when a page's address has a search parameter."),
    _setting("video_engagement_enabled", "`video_start`, `video_progress` and `video_complete` of embedded videos."),
    _setting("file_downloads_enabled", "`file_download` when a link leads to a document, an archive or a film."),
    _setting("page_changes_enabled", "`page_view` when the site changes the browser's history."),
    _setting("form_interactions_enabled", "`form_start` and `form_submit`; off unless somebody turned it on."),
)


def key(attribute: str) -> str:
    """The config's word for a setting: `scrolls` for `scrolls_enabled`."""
    return attribute.removesuffix(_SUFFIX)


SETTINGS: tuple[str, ...] = tuple(key(item.name) for item in ATTRIBUTES)
"""The keys of `ga4.enhanced_measurement`, in the API's order."""


def identity(data_stream: str) -> str:
    """The identity of the settings: the web stream as the config names it (G-…, a number, empty: the only one).

    The config does not have to know the stream's number, so a number could not be compared with it.
    """
    return f"stream:{data_stream}"


def _declares(client: Client) -> Iterator[Desired]:
    if not (client.enhanced_measurement and client.property_id):
        return
    name = client.accounts.data_stream or "web stream"
    yield Desired(
        address=Address(MEASUREMENT, name),
        target=Target(
            identity=identity(client.accounts.data_stream),
            name=name,
            named=False,
            creatable=False,
            awaits=Text("the web stream", "ウェブ ストリーム"),
            waiting=Text(
                "its settings were not read; they exist as soon as the stream does",
                "設定を読み取れませんでした。設定はウェブ ストリームと同時にできます",
            ),
        ),
        state=frozen({f"{name}{_SUFFIX}": wanted for name, wanted in client.enhanced_measurement.items()}),
        conversion="",
    )


ENHANCED_MEASUREMENT = ResourceType(
    name=MEASUREMENT,
    provider="ga4",
    title="enhanced measurement",
    attributes=ATTRIBUTES,
    batch=1,
    quiet=True,
    declares=_declares,
    removable=False,
    restorable=False,
)
"""The type that the rest of microconv works with."""
