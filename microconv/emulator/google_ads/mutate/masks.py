"""Update masks: which paths of a resource an update is about.

Rules: errors/field_mask_error.proto (v23 to v26 are alike), checked 2026-11-23. A path that names a message can only
clear it: FIELD_HAS_SUBFIELDS if the message is set in the resource.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import AdsError, error
from microconv.emulator.google_ads.errors_texts import google_text
from microconv.emulator.google_ads.mutate.draft import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from microconv.emulator.google_ads.fields import Field, Flat


def refuse_mask(operation: Any, kind: str) -> list[AdsError]:
    """The error of a mask on a create or a remove."""
    if not operation.HasField("update_mask"):
        return []
    message = f"The field mask must not be set for a {kind} operation."
    return [error("field_mask_error.FIELD_MASK_NOT_ALLOWED", message, "update_mask")]


def masked_paths(operation: Any) -> list[str]:
    """The paths of an update's mask, each once, in order.

    Raises OperationFailed if there is no mask.
    """
    if not operation.HasField("update_mask"):
        message = "The field mask must be provided for update operations."
        raise OperationFailed(error("field_mask_error.FIELD_MASK_MISSING", message, "update_mask"))
    return list(dict.fromkeys(operation.update_mask.paths))


def resolve(paths: Sequence[str], fields: Mapping[str, Field], given: Flat) -> tuple[dict[str, int], list[AdsError]]:
    """The leaf paths a mask stands for, each with the index of the mask's path, and the errors of the rest.

    paths: from `masked_paths`.
    fields: of the resource.
    given: the values set in the request's resource.
    """
    leaves: dict[str, int] = {}
    errors = []
    for index, path in enumerate(paths):
        if path in fields:
            leaves.setdefault(path, index)
            continue
        below = [name for name in fields if name.startswith(path + ".")]
        if not below:
            errors.append(_of_path("field_mask_error.FIELD_NOT_FOUND", index, path))
        elif any(name in given for name in below):
            errors.append(_of_path("field_mask_error.FIELD_HAS_SUBFIELDS", index, path))
        else:
            for name in below:
                leaves.setdefault(name, index)
    return leaves, errors


def _of_path(code: str, index: int, path: str) -> AdsError:
    return error(code, google_text(code, path=path), "update_mask", ("paths", index), trigger=path)
