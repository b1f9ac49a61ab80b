"""Triggers between the JSON of Tag Manager and attributes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from microconv.core.frozen import FrozenDict
from microconv.core.value import Lines, Scalar
from microconv.providers.tag_manager.conditions import conditions_merged, lines_of
from microconv.providers.tag_manager.parameters import TEMPLATE, Json, is_on, put, put_flag, value_of

_LISTS = {"conditions": "filter", "event": "customEventFilter", "listens_where": "autoEventFilter"}
_TEXTS = {"interval": "interval", "limit": "limit"}
_PARAMETERS = {"visible_percent": "onScreenRatio", "frequency": "firingFrequency"}
_PROGRESS = re.compile(r"(?P<number>.*) (?P<unit>%|s)", re.DOTALL)
_FLAGS = {"start": "captureStart", "pause": "capturePause", "complete": "captureComplete"}


def trigger_state(raw: Json) -> dict[str, Scalar]:
    """The attributes of a trigger, as far as its JSON tells."""
    given = raw.get("parameter", ())
    return {
        "name": str(raw.get("name", "")),
        "kind": str(raw.get("type", "")),
        **{name: lines_of(raw.get(key, ())) for name, key in _LISTS.items()},
        "scroll_percent": _scroll(raw),
        "element": _element(raw),
        **{name: value_of(given, key) for name, key in _PARAMETERS.items()},
        **{name: str(raw[key].get("value", "")) or None if key in raw else None for name, key in _TEXTS.items()},
        "video": _video(raw),
    }


def _scroll(raw: Json) -> str | None:
    """Per cent down the page; with what it fires on beside that, so that it is no trigger of those per cent alone."""
    given = raw.get("parameter", ())
    down, across = is_on(given, "verticalThresholdOn"), is_on(given, "horizontalThresholdOn")
    if not down and not across:
        return None
    text = ""
    if down:
        pixels = value_of(given, "verticalThresholdUnits") == "PIXELS"
        text = (value_of(given, "verticalThresholdsPixels" if pixels else "verticalThresholdsPercent") or "") + (
            " pixels" if pixels else ""
        )
    return text + " and across" if across else text


def _element(raw: Json) -> str | None:
    given = raw.get("parameter", ())
    by_id = value_of(given, "selectorType") == "ID"
    text = value_of(given, "elementId" if by_id else "elementSelector")
    return None if text is None else f"{'id' if by_id else 'selector'} {text}"


def _video(raw: Json) -> Lines:
    given = raw.get("parameter", ())
    moments = [word for word, key in _FLAGS.items() if is_on(given, key)]
    if is_on(given, "captureProgress"):
        seconds = value_of(given, "radioButtonGroup1") == "TIME"
        key, unit = ("progressThresholdsTimeInSeconds", "s") if seconds else ("progressThresholdsPercent", "%")
        moments += [f"{number.strip()} {unit}" for number in (value_of(given, key) or "").split(",")]
    return tuple(sorted(moments))


FIRST: Mapping[str, Mapping[str, tuple[str, str]]] = FrozenDict(
    {
        "scrollDepth": {"triggerStartOption": (TEMPLATE, "WINDOW_LOAD")},
        "elementVisibility": {
            "useOnScreenDuration": ("boolean", "false"),
            "useDomChangeListener": ("boolean", "true"),
        },
        "youTubeVideo": {
            "fixMissingApi": ("boolean", "true"),
            "triggerStartOption": (TEMPLATE, "DOM_READY"),
        },
    }
)
"""Parameters of a new trigger that no attribute says, by its type: Tag Manager's own defaults in exported containers.

Two depart from them. Elements that scripts add later are looked for too, as otherwise a page that builds itself shows
nothing; and videos are asked to report, without which most embedded ones are silent.
"""

_WAITING: Mapping[str, tuple[str, str]] = FrozenDict(
    {"waitForTags": ("boolean", "false"), "checkValidation": ("boolean", "false")}
)
_FIRST_FIELDS: Mapping[str, Mapping[str, tuple[str, str]]] = FrozenDict(
    {
        "linkClick": _WAITING,
        "formSubmission": _WAITING,
        "timer": {"eventName": (TEMPLATE, "gtm.timer")},
    }
)


def first_trigger(kind: str) -> Json:
    """The JSON that a new trigger of a type begins with."""
    raw: Json = {"type": kind}
    for key, (form, value) in _FIRST_FIELDS.get(kind, {}).items():
        raw[key] = {"type": form, "value": value}
    for key, (form, value) in FIRST.get(kind, {}).items():
        put(raw, key, value, form)
    return raw


def _put_scroll(raw: Json, value: Scalar) -> None:
    put_flag(raw, "verticalThresholdOn", value is not None)
    put_flag(raw, "horizontalThresholdOn", False)
    put(raw, "verticalThresholdUnits", None if value is None else "PERCENT")
    put(raw, "verticalThresholdsPercent", None if value is None else str(value))


def _put_element(raw: Json, value: Scalar) -> None:
    word, _, text = str(value or "").partition(" ")
    before = value_of(raw.get("parameter", ()), "selectorType")
    selector = before if before and before != "ID" else "CSS"
    put(raw, "selectorType", None if value is None else "ID" if word == "id" else selector)
    put(raw, "elementId", text if word == "id" else None)
    put(raw, "elementSelector", text if word == "selector" else None)


def _put_video(raw: Json, value: Scalar) -> None:
    lines = value if isinstance(value, tuple) else ()
    for word, key in _FLAGS.items():
        put_flag(raw, key, word in lines)
    progress = [match for line in lines if (match := _PROGRESS.fullmatch(line))]
    seconds = any(match["unit"] == "s" for match in progress)
    put_flag(raw, "captureProgress", bool(progress))
    numbers = ",".join(match["number"] for match in progress) or None
    put(raw, "radioButtonGroup1", None if numbers is None else "TIME" if seconds else "PERCENTAGE")
    put(raw, "progressThresholdsPercent", None if seconds else numbers)
    put(raw, "progressThresholdsTimeInSeconds", numbers if seconds else None)


_PUT: Mapping[str, Callable[[Json, Scalar], None]] = FrozenDict(
    {"scroll_percent": _put_scroll, "element": _put_element, "video": _put_video}
)


def put_trigger(raw: Json, name: str, value: Scalar) -> None:
    """Set one attribute of a trigger; None or nothing takes it out."""
    if name in _LISTS:
        key = _LISTS[name]
        conditions = conditions_merged(raw.get(key, ()), value if isinstance(value, tuple) else ())
        raw.pop(key, None)
        if conditions:
            raw[key] = conditions
    elif name in _TEXTS:
        field = raw.pop(_TEXTS[name], {"type": TEMPLATE})
        if value is not None:
            raw[_TEXTS[name]] = {**field, "value": str(value)}
    elif name in _PARAMETERS:
        put(raw, _PARAMETERS[name], None if value is None else str(value))
    else:
        _PUT[name](raw, value)
