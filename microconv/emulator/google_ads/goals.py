"""Resource names of customer conversion goals: ``customers/1/customerConversionGoals/PURCHASE~WEBSITE``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.enums import ENUMS

if TYPE_CHECKING:
    from microconv.emulator.google_ads.messages import Version
    from microconv.emulator.google_ads.state import GoalKey

_NAME = re.compile(r"customers/([0-9]{1,10})/customerConversionGoals/([A-Z0-9_]+)~([A-Z0-9_]+)")


def resource_name(version: Version, customer_id: int, category: str, origin: str, style: str) -> str:
    """The name in the given style: ``names`` with the enum words, ``numbers`` with their numbers in this version."""
    if style == "numbers":
        numbers = _numbers(version)
        category, origin = (str(table.get(word, 1)) for table, word in zip(numbers, (category, origin), strict=True))
    return f"customers/{customer_id}/customerConversionGoals/{category}~{origin}"


def parse(version: Version, text: str) -> tuple[int, GoalKey] | None:
    """Customer id and key of a name in either style; None if it is not of the form or names no such enum value."""
    match = _NAME.fullmatch(text)
    if match is None:
        return None
    words = []
    for table, part in zip(_numbers(version), match.group(2, 3), strict=True):
        by_number = {str(number): word for word, number in table.items()}
        words.append(by_number.get(part, part))
    category, origin = words
    if category not in ENUMS["ConversionActionCategory"] or origin not in ENUMS["ConversionOrigin"]:
        return None
    return int(match[1]), (category, origin)


def _numbers(version: Version) -> tuple[dict[str, int], dict[str, int]]:
    fields = version.cls("CustomerConversionGoal").DESCRIPTOR.fields_by_name
    category, origin = (
        {value.name: int(value.number) for value in fields[name].enum_type.values} for name in ("category", "origin")
    )
    return category, origin
