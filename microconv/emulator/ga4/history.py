"""Writing the change history: every method that changes something ends with `record`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.ga4.model import Change

if TYPE_CHECKING:
    from microconv.emulator.ga4.call import Call
    from microconv.emulator.ga4.model import Property


def record(
    call: Call, owner: Property, resource_type: str, resource: str, before: object | None, after: object | None
) -> None:
    """Note that the caller changed a resource. What is the same before and after is no change (inferred).

    owner: the property it is in (or that it is).
    resource_type: a word of v1alpha's ChangeHistoryResourceType.
    resource: the resource name.
    before: the resource as it was, None if it was created.
    after: the resource as it is, None if it was deleted.
    """
    if before == after:
        return
    changes = call.world.ga4.changes
    changes.append(
        Change(
            id=len(changes) + 1,
            change_time=call.world.clock.now(),
            user_actor_email=call.principal.email,
            account=owner.account,
            property_id=owner.id,
            resource_type=resource_type,
            resource=resource,
            before=before,
            after=after,
        )
    )
