"""Rules for the fields of every resource: output only, immutable, enum values, what an update changes and clears.

Conversion actions have rules of their own beside these; see ``conversion_action``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from microconv.emulator.google_ads.errors import AdsError, Step, error, unimplemented
from microconv.emulator.google_ads.mutate import masks
from microconv.emulator.google_ads.mutate.draft import OperationFailed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from microconv.emulator.google_ads.call import Call
    from microconv.emulator.google_ads.fields import Field, Flat
    from microconv.emulator.google_ads.messages import Shape


def steps(path: str) -> tuple[Step, ...]:
    """A dotted path as location steps."""
    return tuple((part, None) for part in path.split("."))


def at(path: str, code: str, message: str, trigger: Any = None) -> AdsError:
    """An error of the field at a dotted path."""
    return error(code, message, *steps(path), trigger=trigger)


def required(path: str) -> AdsError:
    """The error of a field that must be set."""
    return at(path, "field_error.REQUIRED", "The required field was not present.")


def check_emulated(shape: Shape, resource: str, not_emulated: Collection[str], paths: Iterable[str]) -> None:
    """Refuse what only the real service has, also a message all of whose fields the emulator has not.

    shape: of the resource in the request's version: what that does not have is left to the rules of masks.

    Raises AdsFailure (UNIMPLEMENTED).
    """
    for path in paths:
        known = {one for one in shape.leaves if one == path or one.startswith(f"{path}.")}
        fields = {one for one in known if shape.leaves[one].kind != "message" or shape.leaves[one].repeated}
        if fields and fields <= set(not_emulated):
            raise unimplemented(f"the field '{resource}.{path}'")


def creation_errors(call: Call, fields: Mapping[str, Field], given: Flat) -> list[AdsError]:
    """The errors of output-only fields and enum values of a create."""
    errors = []
    for path, value in given.items():
        if path == "id":
            message = "The id of a new resource is given by the service."
            errors.append(at(path, "new_resource_creation_error.CANNOT_SET_ID_FOR_CREATE", message))
        elif fields[path].output_only:
            errors.append(output_only(call, path))
        else:
            errors += enum_errors(fields[path], value)
    return errors


def masked(operation: Any, fields: Mapping[str, Field], given: Flat) -> tuple[dict[str, int], list[AdsError]]:
    """The leaf paths of an update's mask, and the errors of the mask.

    Raises OperationFailed if there is no mask, or it names nothing.
    """
    leaves, errors = masks.resolve(masks.masked_paths(operation), fields, given)
    leaves.pop("resource_name", None)
    if not leaves and not errors:
        raise OperationFailed(error("mutate_error.MUTATE_NOT_ALLOWED", "The update mask names nothing to change."))
    return leaves, errors


def changed(
    call: Call, fields: Mapping[str, Field], current: Flat, given: Flat, leaves: Iterable[str], kept: Collection[str]
) -> tuple[Flat, list[AdsError]]:
    """The values with those at `leaves` replaced or cleared, and the errors of the fields.

    kept: paths that cannot be cleared.
    """
    new = dict(current)
    errors = []
    for path in leaves:
        field = fields[path]
        if field.output_only:
            errors.append(output_only(call, path))
        elif field.immutable:
            errors.append(immutable(path))
        elif path in given:
            new[path] = given[path]
            errors += enum_errors(field, given[path])
        elif path in kept:
            errors.append(at(path, "field_error.FIELD_CANNOT_BE_CLEARED", "The field cannot be cleared."))
        else:
            new.pop(path, None)
    return new, errors


def immutable(path: str) -> AdsError:
    """The error of a field that cannot be changed."""
    return at(path, "field_error.IMMUTABLE_FIELD", "The field cannot be modified.")


def output_only(call: Call, path: str) -> AdsError:
    """The error of a field that no client sets."""
    return at(path, call.world.policies.text("output_only_error"), "The field is output only.")


def enum_errors(field: Field, value: Any) -> list[AdsError]:
    """The errors of enum values that the version does not have, or nobody may send."""
    errors = []
    for one in value if field.repeated else (value,):
        if field.is_enum and isinstance(one, int):
            message = f"{one} is not a value of this enum in this version."
            errors.append(at(field.path, "request_error.INVALID_ENUM_VALUE", message, one))
        elif field.is_enum and one == "UNKNOWN":
            code = "enum_error.ENUM_VALUE_NOT_PERMITTED"
            errors.append(at(field.path, code, "The enum value is not permitted.", one))
    return errors


def name_errors(path: str, value: Any, longest: int) -> list[AdsError]:
    """The errors of a name: empty, or longer than `longest` bytes of UTF-8."""
    if not value or not value.strip():
        return [at(path, "string_length_error.EMPTY", "The name must not be empty.", value)]
    if len(value.encode("utf-8")) > longest:
        return [at(path, "string_length_error.TOO_LONG", f"The name is longer than {longest} bytes.", value)]
    return []
