"""The common part of accounts in memory: objects by id, and changes that are refused or done.

Written from the published rules, not from the planner: a change that Google would refuse is refused here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from microconv.core.errors import RejectedError
from microconv.core.plan import Action, Change
from microconv.core.resource import Live, Standing
from microconv.core.value import Scalar


class Store:
    """Live objects by id. `_create`, `_update` and `_remove` raise RejectedError and then change nothing."""

    api = ""

    def __init__(self, live: Iterable[Live]) -> None:
        self.live = {item.id: item for item in live}
        self._next = 9_000

    def carry_out(
        self, change: Change, identifier: str = "", refer: Callable[[str, Scalar], Scalar] = lambda name, value: value
    ) -> None:
        """Do one change. `identifier` is the object's id where the change does not know it; `refer` gives what an
        attribute's value is on the server. Raises RejectedError.
        """
        fields = {item.name: refer(item.name, item.after) for item in change.attributes}
        found = change.id or identifier
        if change.action is Action.CREATE:
            if found:
                raise self._refusal("INVALID_ARGUMENT", "a new object has no id")
            self._create(change.address.type, {name: value for name, value in fields.items() if value is not None})
            return
        if found not in self.live:
            raise self._refusal("NOT_FOUND", f"there is no {found}")
        if change.action is Action.REMOVE:
            self._remove(self.live[found])
        elif not change.attributes:
            raise self._refusal("INVALID_ARGUMENT", "an empty mask")
        else:
            self._update(self.live[found], fields)

    def of(self, type_name: str) -> list[Live]:
        """All objects of a type, removed ones too."""
        return [item for item in self.live.values() if item.address.type == type_name]

    def named(self, name: str, type_name: str = "") -> dict[str, Scalar]:
        """The state of the one object with this name that is not removed. Raises KeyError.

        Without `type_name` actions and key events are looked at.
        """
        found = [item for item in self._main(type_name) if item.address.name == name]
        if len(found) != 1:
            raise KeyError(f"{len(found)} objects are named {name}")
        return dict(found[0].state)

    def names(self, type_name: str = "") -> list[str]:
        """The names of all objects that are not removed, sorted. Without `type_name`: actions and key events."""
        return sorted(item.address.name for item in self._main(type_name))

    def _main(self, type_name: str) -> list[Live]:
        wanted = {type_name} if type_name else {"google_ads.conversion_action", "ga4.key_event"}
        return [item for item in self._there() if item.address.type in wanted]

    def _there(self) -> list[Live]:
        return [item for item in self.live.values() if not self._gone(item)]

    def _gone(self, item: Live) -> bool:
        return item.standing in {Standing.REMOVED, Standing.OTHER_OWNER}

    def _new(self, place: str) -> str:
        self._next += 1
        return f"{place}{self._next}"

    def _refusal(self, code: str, message: str) -> RejectedError:
        return RejectedError(api=self.api, account="", code=code, message=message, request_id="REQ-refused")

    def _create(self, type_name: str, fields: Mapping[str, Scalar]) -> None:
        raise NotImplementedError

    def _update(self, item: Live, fields: Mapping[str, Scalar]) -> None:
        raise NotImplementedError

    def _remove(self, item: Live) -> None:
        raise NotImplementedError
