"""Fields that a client may change on actions imported from Google Analytics: the policy ``ga4_import_mutability``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from microconv.emulator.google_ads import types
from microconv.emulator.google_ads.errors import AdsError, error
from microconv.emulator.google_ads.mutate.action_rules import ALWAYS, CURRENCY, VALUE, steps

if TYPE_CHECKING:
    from collections.abc import Iterable

    from microconv.emulator.policies import Policies

_ROLE = frozenset({"status", "primary_for_goal"})
_MEANING = frozenset({"category", "name", VALUE, CURRENCY, ALWAYS})
#: By policy value: the fields a client may change, and code and message for the others. "all" and "none" need no list.
_OPEN = {
    "status_and_primary": (_ROLE, "field_error.IMMUTABLE_FIELD", "The field cannot be modified."),
    "category_name_and_value": (_MEANING, "mutate_error.MUTATE_NOT_ALLOWED", "Mutates are not allowed."),
    "status_primary_category_name_and_value": (
        _ROLE | _MEANING,
        "mutate_error.MUTATE_NOT_ALLOWED",
        "Mutates are not allowed.",
    ),
}


def refusal(kind: str, paths: Iterable[str], policies: Policies) -> dict[str, AdsError]:
    """The errors of the fields among `paths` that cannot be changed on an action of a type, by path."""
    row = _OPEN.get(policies.text("ga4_import_mutability")) if types.is_ga4(kind) else None
    if row is None:
        return {}
    fields, code, message = row
    return {path: error(code, message, *steps(path)) for path in paths if path not in fields}


def may_remove(kind: str, policies: Policies) -> bool:
    """False for an import of which only category, name and value can be changed."""
    return not types.is_ga4(kind) or policies.text("ga4_import_mutability") != "category_name_and_value"
