"""Faults as JSON, checked when they come in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any, get_args

from microconv.emulator.errors import ControlError
from microconv.emulator.faults import Fault
from microconv.emulator.requestlog import Api

if TYPE_CHECKING:
    from microconv.emulator.faults import ArmedFault

#: Field of Fault -> the types its JSON value may have.
_TYPES: Mapping[str, tuple[type, ...]] = {
    "api": (str,),
    "method": (str,),
    "nth": (int,),
    "status": (str,),
    "message": (str,),
    "error": (str, type(None)),
    "latency_s": (int, float),
    "after_commit": (bool,),
    "drop": (bool,),
    "times": (int,),
    "probability": (int, float),
    "seed": (int,),
    "rehearsal": (bool, type(None)),
}


def read_fault(content: Mapping[str, Any]) -> Fault:
    """The fault that a JSON object describes.

    The keys are the fields of `Fault`; `error` is ``family.WORD``, such as ``internal_error.TRANSIENT_ERROR``.

    Raises ControlError for an unknown key, a value of the wrong type, or one that a fault cannot have.
    """
    for name, value in content.items():
        allowed = _TYPES.get(name)
        if allowed is None:
            raise ControlError(400, f"a fault has no {name!r}; it has: {', '.join(_TYPES)}")
        if type(value) not in allowed:
            words = " or ".join("null" if one is type(None) else one.__name__ for one in allowed)
            raise ControlError(400, f"{name} must be {words}, not {value!r}")
    for name in ("api", "method"):
        if name not in content:
            raise ControlError(400, f"a fault needs {name!r}")
    if content["api"] not in get_args(Api):
        raise ControlError(400, f"api must be one of {', '.join(get_args(Api))}, not {content['api']!r}")
    error = _error(content["api"], content.get("error"))
    try:
        return Fault(**{**content, "error": error})
    except ValueError as refusal:
        raise ControlError(400, str(refusal)) from refusal


def _error(api: str, text: str | None) -> tuple[str, str] | None:
    if text is None:
        return None
    if api != "google_ads":
        raise ControlError(400, "only Google Ads answers with a GoogleAdsFailure: leave out error")
    family, _, word = text.partition(".")
    if word not in _words(family):
        raise ControlError(400, f"the Google Ads API has no error {text!r}; it is written family.WORD")
    return family, word


@lru_cache(maxsize=32)
def _words(family: str) -> frozenset[str]:
    """The words of an error family in the newest installed version; empty if there is no such family."""
    from microconv.emulator.google_ads.wire import Versions

    versions = Versions()
    newest = versions.get(max(versions.names, key=lambda name: int(name.removeprefix("v"))))
    field = newest.cls("ErrorCode").DESCRIPTOR.fields_by_name.get(family) if newest is not None else None
    return frozenset() if field is None else frozenset(field.enum_type.values_by_name)


def fault_json(armed: ArmedFault) -> dict[str, Any]:
    """A fault in force, in the form that `read_fault` reads, with ``id``, ``calls`` and ``hits``."""
    fault = to_json(armed.fault)
    return {"id": armed.id, "calls": armed.calls, "hits": armed.hits, **fault}


def to_json(fault: Fault) -> dict[str, Any]:
    """A fault in the form that `read_fault` reads."""
    content = {field.name: asdict(fault)[field.name] for field in fields(Fault)}
    return {**content, "error": None if fault.error is None else ".".join(fault.error)}
