"""Update of a customer: its name, auto-tagging, and what it reports of calls. It cannot be created or removed here.

The rules are those of resources/customer.proto (v26): currency and time zone are immutable, ``manager`` and what Google
works out are output only. URL options exist and are not emulated, as the rules of UrlFieldError are not.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import error
from microconv.emulator.google_ads.mutate import names, values
from microconv.emulator.google_ads.mutate.conversion_action import Changed
from microconv.emulator.google_ads.mutate.draft import Draft, OperationFailed
from microconv.emulator.google_ads.resources.customer import FIELDS, MESSAGE, NAME, NOT_EMULATED

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.errors import AdsError
    from microconv.emulator.google_ads.fields import Flat

_WHERE = ("update", "resource_name")
_NAME = re.compile(r"customers/([0-9]{1,10})")
_AUTO_TAGGING = "auto_tagging_enabled"
_ACTION = "call_reporting_setting.call_conversion_action"
#: Switches: cleared, they are off.
_SWITCHES = (
    _AUTO_TAGGING,
    "call_reporting_setting.call_reporting_enabled",
    "call_reporting_setting.call_conversion_reporting_enabled",
)
_NOT_EMULATED = NOT_EMULATED | {"tracking_url_template", "final_url_suffix"}
_KEPT = frozenset({"descriptive_name"})
_LONGEST_NAME = 255


def apply(call: Call, draft: Draft, operation: Any) -> Changed:
    """Carry out one CustomerOperation on the draft.

    Raises OperationFailed with every error found; the draft is as before.
    """
    if not operation.HasField("update"):
        raise OperationFailed(error("request_error.OPERATION_REQUIRED", "The operation must set update."))
    given = call.version.shape(MESSAGE).flatten(operation.update)
    name = given.pop("resource_name", "")
    _check_name(draft, name)
    names.touch(draft, (NAME, draft.customer.id), name, _WHERE)
    values.check_emulated(call.version.shape(MESSAGE), NAME, _NOT_EMULATED, operation.update_mask.paths)
    leaves, errors = values.masked(operation, FIELDS, given)
    new, content = values.changed(call, FIELDS, draft.fields, given, leaves, _KEPT)
    new |= {path: False for path in _SWITCHES if path in leaves and path not in given}
    content += _content_errors(draft, new, leaves)
    errors += [one.under(("update", None)) for one in content]
    if errors:
        raise OperationFailed(*errors)
    draft.fields = new
    draft.touched.add((NAME, draft.customer.id))
    return Changed(f"customers/{draft.customer.id}", draft.customer.id)


def _check_name(draft: Draft, name: str) -> None:
    """Refuse a name that is not the request's customer.

    Raises OperationFailed.
    """
    if not name:
        raise OperationFailed(error("request_error.RESOURCE_NAME_MISSING", "The resource name is missing.", *_WHERE))
    match = _NAME.fullmatch(name)
    if match is None:
        raise names.malformed(name, _WHERE)
    if int(match[1]) != draft.customer.id:
        raise names.not_found(name, _WHERE)


def _content_errors(draft: Draft, new: Flat, paths: Collection[str]) -> Iterator[AdsError]:
    if "descriptive_name" in paths and "descriptive_name" in new:
        yield from values.name_errors("descriptive_name", new["descriptive_name"], _LONGEST_NAME)
    name = new.get(_ACTION)
    if _ACTION in paths and name is not None and not _is_action(draft, name):
        yield values.at(_ACTION, "mutate_error.RESOURCE_NOT_FOUND", "Resource was not found.", name)


def _is_action(draft: Draft, name: str) -> bool:
    """True if a resource name is of an action that the customer sees and that is not removed."""
    ids = names.ACTIONS.match(name)
    if ids is None:
        return False
    seen = draft.action(ids[1])
    if seen is None:
        others = (owner.actions.get(ids[1]) for owner in draft.state.owners_seen_by(draft.customer))
        seen = next((one for one in others if one is not None), None)
    return seen is not None and seen.status != "REMOVED"
