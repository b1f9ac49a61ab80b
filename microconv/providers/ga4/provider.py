"""GA4 as a provider: one list call a page for each type that is needed, one call for each changed object.

What GA4 keeps by stream is read and written on one web stream: the one that the config names, or the only one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from microconv.core.errors import AlreadyThereError, ApiError, CredentialsError, RejectedError
from microconv.core.kinds import EVENT_RULE, KEY_EVENT, LINK, MEASUREMENT
from microconv.core.plan import Action, Change
from microconv.core.ports import Outcome, Status, failed, unsent
from microconv.core.resource import Live, Reading
from microconv.core.schema import ResourceType, Scalar
from microconv.core.steps import Step
from microconv.providers.ga4 import convert
from microconv.providers.ga4.client import Connection, Property
from microconv.providers.ga4.enhanced_measurement import ENHANCED_MEASUREMENT
from microconv.providers.ga4.errors import API
from microconv.providers.ga4.event_create_rule import EVENT_CREATE_RULE
from microconv.providers.ga4.google_ads_link import GOOGLE_ADS_LINK
from microconv.providers.ga4.key_event import KEY_EVENT as KEY_EVENTS
from microconv.providers.ga4.settings import CAN_BE_TWICE
from microconv.providers.ga4.stream import WebStream, choose, web_streams

TYPES: tuple[ResourceType, ...] = (ENHANCED_MEASUREMENT, EVENT_CREATE_RULE, KEY_EVENTS, GOOGLE_ADS_LINK)
"""What microconv manages in GA4, in the order in which one thing needs another."""

EVERYTHING = frozenset(kind.name for kind in TYPES)

_BY_STREAM = frozenset({EVENT_RULE, MEASUREMENT})
_KINDS = {kind.name: kind for kind in TYPES}


class Ga4:
    """One GA4 property. Implements core.ports.Provider.

    `needs` are the names of the types to read; names of other providers' types are ignored. `data_stream` is the web
    stream's measurement id or number, empty for the only one.
    """

    name = API
    types: tuple[ResourceType, ...] = TYPES

    def __init__(
        self,
        connection: Connection,
        property_id: str,
        needs: frozenset[str] = EVERYTHING,
        data_stream: str = "",
    ) -> None:
        self._property = Property(connection, property_id)
        self._needs = needs & EVERYTHING
        self._data_stream = data_stream
        self._stream: WebStream | None = None

    @property
    def account(self) -> str:
        """The property's number."""
        return self._property.property_id

    @property
    def calls(self) -> int:
        """API calls made so far."""
        return self._property.calls

    def read(self) -> Reading:
        """Every object of the types that are needed, one call a page for each type.

        What GA4 keeps by stream takes one call more for the streams. Where no stream can be chosen, the fact
        `stream.refusal` says why, and those types are not among the reading's `types`. Otherwise
        `stream.measurement_id` and `stream.name` (a resource name) say which stream it was.
        """
        before = self.calls
        facts: dict[str, Scalar] = {"emulated": self._property.emulated}
        resources: list[Live] = []
        if KEY_EVENT in self._needs:
            resources += map(convert.key_event, self._property.key_events())
        if LINK in self._needs:
            resources += map(convert.google_ads_link, self._property.google_ads_links())
        read = self._needs
        if self._needs & _BY_STREAM:
            stream, refusal = self._choose()
            if stream is None:
                facts["stream.refusal"] = refusal
                read -= _BY_STREAM
            else:
                facts["stream.measurement_id"] = stream.measurement_id
                facts["stream.name"] = stream.name
                resources += self._of_stream(stream)
        return Reading(self.name, self.account, tuple(resources), facts, self.calls - before, read)

    def _of_stream(self, stream: WebStream) -> list[Live]:
        found: list[Live] = []
        if MEASUREMENT in self._needs:
            settings = self._property.enhanced_measurement_settings(stream.name)
            found.append(convert.enhanced_measurement(settings, stream.own_name, self._data_stream))
        if EVENT_RULE in self._needs:
            found += map(convert.event_create_rule, self._property.event_create_rules(stream.name))
        return found

    def _choose(self) -> tuple[WebStream | None, str]:
        self._stream, refusal = choose(web_streams(self._property.data_streams()), self._data_stream)
        return self._stream, refusal

    def apply(self, step: Step) -> Sequence[Outcome]:
        """Carry out each change of a step in a call of its own."""
        return [self._apply(change) for change in step.changes]

    def recent(self, ids: Collection[str]) -> Mapping[str, tuple[float, float]]:
        """Nothing: the Admin API counts no events."""
        return {}

    def rehearse(self, changes: Sequence[Change]) -> Sequence[Outcome]:
        """An outcome for each change, without any call: GA4 has no way to try a write."""
        return [Outcome(change, Status.APPLIED) for change in changes]

    def _apply(self, change: Change) -> Outcome:
        kind = _KINDS[change.address.type]
        resource, target = convert.resource(kind.name), str(change.address)
        try:
            parent = self._place(kind, resource, change) if change.action is Action.CREATE else ""
        except (ApiError, CredentialsError) as error:
            return unsent(change, error)
        try:
            if change.action is Action.REMOVE:
                self._property.delete(resource, change.id, target)
            elif change.action is Action.CREATE:
                self._property.create(resource, parent, convert.message(kind, change), target)
            else:
                paths = [item.name for item in change.attributes]
                self._property.update(resource, convert.message(kind, change), paths, target)
        except (ApiError, CredentialsError) as error:
            return failed(change, error)
        return Outcome(change, Status.APPLIED)

    def _place(self, kind: ResourceType, resource: str, change: Change) -> str:
        """The resource name below which a new object belongs, once it is known that it is not there yet."""
        parent = self._parent(kind, str(change.address))
        if resource in CAN_BE_TWICE:
            self._look(parent, change)
        return parent

    def _look(self, stream: str, change: Change) -> None:
        """Raise AlreadyThereError if there is a rule for this event by now: GA4 would make a second one."""
        if any(rule.destination_event == change.address.name for rule in self._property.event_create_rules(stream)):
            raise AlreadyThereError(
                api=API,
                account=self.account,
                code="ALREADY_EXISTS",
                message="somebody made it since the accounts were read",
                target=str(change.address),
                hint="run again: the state is read first",
            )

    def _parent(self, kind: ResourceType, target: str) -> str:
        """The resource name below which a new object belongs; one call more where no reading has found the stream."""
        if kind.name not in _BY_STREAM:
            return self._property.path
        refusal = ""
        if self._stream is None:
            _, refusal = self._choose()
        if self._stream is None:
            raise RejectedError(api=API, account=self.account, code="NO_WEB_STREAM", message=refusal, target=target)
        return self._stream.name
