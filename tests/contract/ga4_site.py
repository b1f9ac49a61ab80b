"""One GA4 property on the emulator, with web streams: what it holds, and what the provider does to it for a client."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from microconv.core.account_ids import Accounts
from microconv.core.client import Client
from microconv.core.plan import Change
from microconv.core.planning.desired import desired
from microconv.core.planning.diff import Difference, diff
from microconv.core.planning.steps import steps
from microconv.core.ports import Outcome
from microconv.core.resource import Reading
from microconv.emulator import World
from microconv.providers.ga4.client import Connection
from microconv.providers.ga4.provider import EVERYTHING, Ga4
from tests.conftest import PROPERTY

WEB = 701
MEASUREMENT_ID = "G-AOI0000701"


def web(number: int = WEB, measurement_id: str = MEASUREMENT_ID, **content: Any) -> dict[str, Any]:
    """A web stream, as seeds write it."""
    return {
        "id": number,
        "type": "WEB_DATA_STREAM",
        "display_name": f"Web {number}",
        "web_stream_data": {"measurement_id": measurement_id, "default_uri": "https://aoi.example"},
        **content,
    }


def app(number: int, kind: str = "ANDROID_APP_DATA_STREAM") -> dict[str, Any]:
    """An app's stream, as seeds write it."""
    return {"id": number, "type": kind, "display_name": f"App {number}"}


def condition(field: str, comparison: str, value: str, *, negated: bool = False) -> dict[str, Any]:
    """A condition of a rule, as seeds write it and the emulator holds it."""
    return {"field": field, "comparison_type": comparison, "value": value, "negated": negated}


def seeded(event: str, number: int = 0, **content: Any) -> dict[str, Any]:
    """A rule, as seeds write it: of page_view, copying nothing and setting nothing unless `content` says so."""
    rule = {
        "destination_event": event,
        "event_conditions": [condition("event_name", "EQUALS", "page_view")],
        "source_copy_parameters": False,
        "parameter_mutations": [],
        **content,
    }
    return {"id": number, **rule} if number else rule


@dataclass
class Compared:
    """A reading, and what a client's config differs from it in, by type."""

    reading: Reading
    found: dict[str, Difference]

    @property
    def changes(self) -> list[Change]:
        return [change for one in self.found.values() for change in one.changes]

    def told(self) -> list[tuple[str, str, list[str]]]:
        """Each change as (action, name, attributes)."""
        return [(one.action.value, one.address.name, [item.name for item in one.attributes]) for one in self.changes]


class Site:
    """The store's property. `world` is the emulator's; `connection` the client's way to it."""

    def __init__(self, world: World, agency: dict[str, Any], connection: Connection) -> None:
        self._world = world
        self._agency = agency
        self.connection = connection

    def fill(self, *streams: dict[str, Any], **content: Any) -> World:
        """Replaces the property's streams, and its `google_ads_links` and `key_events`, which are else none."""
        seed = copy.deepcopy(self._agency)
        held = seed["ga4"]["accounts"][0]["properties"][0]
        held.update({"key_events": [], "google_ads_links": [], **content, "data_streams": list(streams)})
        self._world.reset(seed)
        return self._world

    # ---- what the property holds

    @property
    def _property(self) -> Any:
        found = self._world.ga4.property(int(PROPERTY))
        assert found is not None
        return found

    def rules(self, stream: int = WEB) -> list[dict[str, Any]]:
        """The stream's rules, without their ids, by event."""
        found = [asdict(one) for one in self._property.data_streams[stream].event_create_rules.values()]
        for one in found:
            del one["id"]
            one["event_conditions"] = list(one["event_conditions"])
            one["parameter_mutations"] = list(one["parameter_mutations"])
        return sorted(found, key=lambda one: one["destination_event"])

    def settings(self, stream: int = WEB) -> dict[str, Any]:
        """The stream's enhanced measurement."""
        return asdict(self._property.data_streams[stream].enhanced_measurement_settings)

    def links(self) -> dict[str, bool]:
        """Linked accounts by customer id: true where personalised advertising is on."""
        return {one.customer_id: one.ads_personalization_enabled for one in self._property.google_ads_links.values()}

    # ---- what the provider does

    def provider(self, client: Client | None = None, needs: frozenset[str] = EVERYTHING) -> Ga4:
        return Ga4(self.connection, client.accounts if client else Accounts(property_id=PROPERTY), needs)

    def read(self, *needs: str, data_stream: str = "") -> Reading:
        return Ga4(
            self.connection, Accounts(property_id=PROPERTY, data_stream=data_stream), frozenset(needs) or EVERYTHING
        ).read()

    def compare(self, client: Client, provider: Ga4 | None = None) -> Compared:
        """The config's wishes compared with a reading."""
        reading = (provider or self.provider(client)).read()
        kinds = [kind for kind in Ga4.types if kind.name in reading.types]
        wanted = desired(kinds, client)
        found = {}
        for kind in kinds:
            named = [item for item in wanted if item.address.type == kind.name]
            live = [item for item in reading.resources if item.address.type == kind.name]
            found[kind.name] = diff(kind, named, live, client)
        return Compared(reading, found)

    def apply(self, provider: Ga4, changes: Sequence[Change]) -> list[Outcome]:
        return [outcome for step in steps(Ga4.types, changes) for outcome in provider.apply(step)]

    def sync(self, client: Client) -> list[Outcome]:
        """Reads, compares, applies; then nothing is left to do."""
        provider = self.provider(client)
        outcomes = self.apply(provider, self.compare(client, provider).changes)
        assert [str(one.error) for one in outcomes if one.error] == []
        assert self.compare(client).told() == []
        return outcomes
