"""The web stream that the config means, for what GA4 keeps by stream: event-create rules, enhanced measurement.

Facts: google/analytics/admin/v1beta/resources.proto, message DataStream, checked 2026-11-23. A measurement id is
`web_stream_data.measurement_id` (`G-…`); a stream's number is the end of its resource name. App streams are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from microconv.core.text import NO_TEXT, Text

_WEB = "web_stream_data"
_SHOWN = 10


@dataclass(frozen=True, slots=True)
class WebStream:
    """A web stream: its resource name, its measurement id, and what people call it."""

    name: str
    measurement_id: str
    display_name: str

    @property
    def number(self) -> str:
        """The end of the resource name."""
        return self.name.rpartition("/")[2]

    @property
    def own_name(self) -> str:
        """Its name in the config."""
        return self.measurement_id or self.number

    def __str__(self) -> str:
        return f"{self.own_name} ({self.display_name})" if self.display_name else self.own_name


def web_streams(streams: Iterable[Any]) -> list[WebStream]:
    """The web streams among data streams (raw protobuf), by measurement id."""
    web = (item for item in streams if item.WhichOneof("stream_data") == _WEB)
    streams = [WebStream(item.name, item.web_stream_data.measurement_id, item.display_name) for item in web]
    return sorted(streams, key=lambda stream: (stream.measurement_id, stream.name))


def choose(streams: list[WebStream], data_stream: str) -> tuple[WebStream | None, Text]:
    """The stream that the config names, or else the only one; or None, and why none can be chosen."""
    if data_stream:
        for stream in streams:
            if data_stream in {stream.measurement_id, stream.number}:
                return stream, NO_TEXT
        others = Text("it has none", "1 つもありません")
        if streams:
            others = Text(
                f"it has {_named(streams).en}: correct `ga4: {{data_stream: …}}`",
                f"{_named(streams).ja}。`ga4: {{data_stream: …}}` を直してください",
            )
        return None, Text(
            f"the property has no web stream {data_stream}; {others.en}",
            f"プロパティにウェブ ストリーム {data_stream} がありません。{others.ja}",
        )
    if len(streams) == 1:
        return streams[0], NO_TEXT
    if streams:
        return None, Text(
            f"the property has {_named(streams).en}: name one of them with `ga4: {{data_stream: G-…}}`",
            f"プロパティの{_named(streams).ja}。`ga4: {{data_stream: G-…}}` でどれか 1 つを指定してください",
        )
    return None, Text(
        "the property has no web stream: make one in GA4 (Admin > Data streams)",
        "プロパティにウェブ ストリームがありません。GA4 で作成してください（管理 > データ ストリーム）",
    )


def _named(streams: list[WebStream]) -> Text:
    shown = ", ".join(str(stream) for stream in streams[:_SHOWN])
    more = f" and {len(streams) - _SHOWN} more" if len(streams) > _SHOWN else ""
    rest = f" ほか {len(streams) - _SHOWN} 件" if len(streams) > _SHOWN else ""
    return Text(
        f"{len(streams)} web stream{'s' if len(streams) > 1 else ''}, {shown}{more}",
        f"ウェブ ストリームは {len(streams)} 件あります（{shown}{rest}）",
    )
