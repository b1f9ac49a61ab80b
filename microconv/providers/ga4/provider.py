"""GA4 as a provider: one list call a page to read a property, one call for each changed key event."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.errors import ApiError, CredentialsError
from microconv.core.plan import Action, Change
from microconv.core.ports import Outcome, Status, failed
from microconv.core.resource import Reading
from microconv.core.schema import ResourceType
from microconv.core.steps import Step
from microconv.providers.ga4.client import Connection, Property
from microconv.providers.ga4.convert import live, message
from microconv.providers.ga4.key_event import KEY_EVENT


class Ga4:
    """One GA4 property. Implements core.ports.Provider."""

    name = "ga4"
    types: tuple[ResourceType, ...] = (KEY_EVENT,)

    def __init__(self, connection: Connection, property_id: str) -> None:
        self._property = Property(connection, property_id)

    @property
    def account(self) -> str:
        """The property's number."""
        return self._property.property_id

    @property
    def calls(self) -> int:
        """API calls made so far."""
        return self._property.calls

    def read(self) -> Reading:
        """Every key event of the property."""
        before = self.calls
        resources = tuple(live(item) for item in self._property.key_events())
        return Reading(self.name, self.account, resources, {"emulated": self._property.emulated}, self.calls - before)

    def apply(self, step: Step) -> Sequence[Outcome]:
        """Carry out each change of a step in a call of its own."""
        return [self._apply(change) for change in step.changes]

    def _apply(self, change: Change) -> Outcome:
        try:
            if change.action is Action.REMOVE:
                self._property.delete(change.id, str(change.address))
            elif change.action is Action.CREATE:
                self._property.create(message(change), str(change.address))
            else:
                self._property.update(message(change), [item.name for item in change.attributes], str(change.address))
        except (ApiError, CredentialsError) as error:
            return failed(change, error)
        return Outcome(change, Status.APPLIED)
