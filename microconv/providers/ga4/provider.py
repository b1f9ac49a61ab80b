"""GA4 as a provider: what a reader reads, and one call for each changed object.

What GA4 keeps by stream is written on one web stream: the one that the config names, or the only one.
"""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.errors import AlreadyThereError, ApiError, CredentialsError, RejectedError
from microconv.core.kinds import ANNOTATION, DOUBLED, KEY_EVENT
from microconv.core.plan import Action, Change
from microconv.core.planning.steps import Step
from microconv.core.ports import Outcome, Status, failed, unsent
from microconv.core.resource import Live
from microconv.core.schema import ResourceType
from microconv.providers.days import today
from microconv.providers.ga4 import convert
from microconv.providers.ga4.errors import AGAIN, API
from microconv.providers.ga4.reader import BY_STREAM, EVERYTHING, Ga4Reader
from microconv.providers.ga4.settings import CAN_BE_TWICE, WRITES_AT_ONCE
from microconv.providers.ga4.types import TYPES
from microconv.providers.ga4.writing import Property

__all__ = ["EVERYTHING", "Ga4"]

_KINDS = {kind.name: kind for kind in TYPES}


class Ga4(Ga4Reader):
    """One GA4 property. Implements core.ports.Provider; reads as its reader does.

    Over a connection that can only read, `apply` raises ReadOnlyError.
    """

    opens = Property
    doubled = DOUBLED
    at_once = WRITES_AT_ONCE
    _property: Property

    def apply(self, step: Step) -> Sequence[Outcome]:
        """Carry out each change of a step in a call of its own."""
        return [self._apply(change) for change in step.changes]

    def independent(self, change: Change) -> bool:
        """True for a key event: each is an event of its own, and GA4 refuses a second one for it."""
        return change.address.type == KEY_EVENT

    def listed(self, type_name: str) -> Sequence[Live]:
        """All event-create rules of the stream that are live now: GA4 may make a second one for the same event."""
        stream = self._parent(_KINDS[type_name], type_name)
        return tuple(map(convert.event_create_rule, self._property.event_create_rules(stream)))

    def _apply(self, change: Change) -> Outcome:
        made = ""
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
                message = convert.message(kind, change)
                if kind.name == ANNOTATION:
                    message = convert.dated(message, today(self._clock(), self._time_zone))
                made = self._property.create(resource, parent, message, target)
            else:
                paths = [item.name for item in change.attributes]
                self._property.update(resource, convert.message(kind, change), paths, target)
        except (ApiError, CredentialsError) as error:
            return failed(change, error)
        self._known.add(made)
        return Outcome(change, Status.APPLIED, made=made)

    def _place(self, kind: ResourceType, resource: str, change: Change) -> str:
        """The resource name below which a new object belongs, once it is known that it is not there yet."""
        parent = self._parent(kind, str(change.address))
        if resource in CAN_BE_TWICE:
            self._look(parent, change)
        return parent

    def _look(self, stream: str, change: Change) -> None:
        """Raise AlreadyThereError if somebody made the same since the accounts were read: a rule for this event, or
        the annotation of the same changes.

        GA4 would make another one, and the plan knows nothing of the first.
        """
        if change.address.type == ANNOTATION:
            made = map(convert.annotation, self._property.reporting_data_annotations())
            there = any(one is not None and one.address == change.address for one in made)
        else:
            rules = self._property.event_create_rules(stream)
            there = any(one.destination_event == change.address.name and one.name not in self._known for one in rules)
        if there:
            raise AlreadyThereError(
                api=API,
                account=self.account,
                code="ALREADY_EXISTS",
                message="somebody made it since the accounts were read",
                target=str(change.address),
                hint=AGAIN,
            )

    def _parent(self, kind: ResourceType, target: str) -> str:
        """The resource name below which a new object belongs; one call more where no reading has found the stream."""
        if kind.name not in BY_STREAM:
            return self._property.path
        refusal = ""
        if self._stream is None:
            _, refusal = self._choose()
        if self._stream is None:
            raise RejectedError(api=API, account=self.account, code="NO_WEB_STREAM", message=refusal, target=target)
        return self._stream.name
