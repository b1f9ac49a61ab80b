"""Resource names of conversion goals.

Of a customer ``customers/1/customerConversionGoals/PURCHASE~WEBSITE``, of a campaign
``customers/1/campaignConversionGoals/5~PURCHASE~WEBSITE``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from microconv.emulator.google_ads.enums import ENUMS

if TYPE_CHECKING:
    from microconv.emulator.google_ads.types import GoalKey
    from microconv.emulator.google_ads.wire import Version

_PAIR = r"([A-Z0-9_]+)~([A-Z0-9_]+)"
_NAME = re.compile(r"customers/([0-9]{1,10})/customerConversionGoals/" + _PAIR)
_OF_CAMPAIGN = re.compile(r"customers/([0-9]{1,10})/campaignConversionGoals/(-?[0-9]{1,19})~" + _PAIR)


def resource_name(version: Version, customer_id: int, category: str, origin: str, style: str) -> str:
    """The name in the given style: ``names`` with the enum words, ``numbers`` with their numbers in this version."""
    if style == "numbers":
        numbers = _numbers(version)
        category, origin = (str(table.get(word, 1)) for table, word in zip(numbers, (category, origin), strict=True))
    return f"customers/{customer_id}/customerConversionGoals/{category}~{origin}"


def campaign_goal_name(
    version: Version, customer_id: int, campaign_id: int, category: str, origin: str, style: str
) -> str:
    """The name of a campaign's goal in the given style."""
    pair = resource_name(version, customer_id, category, origin, style).rpartition("/")[2]
    return f"customers/{customer_id}/campaignConversionGoals/{campaign_id}~{pair}"


def parse(version: Version, text: str) -> tuple[int, GoalKey] | None:
    """Customer id and key of a name in either style; None if it is not of the form or names no such enum value."""
    match = _NAME.fullmatch(text)
    key = None if match is None else _key(version, match[2], match[3])
    return None if match is None or key is None else (int(match[1]), key)


def parse_campaign_goal(version: Version, text: str) -> tuple[int, int, GoalKey] | None:
    """Customer id, campaign id (negative if temporary) and key of a campaign goal's name; None as for `parse`."""
    match = _OF_CAMPAIGN.fullmatch(text)
    key = None if match is None else _key(version, match[3], match[4])
    return None if match is None or key is None else (int(match[1]), int(match[2]), key)


def bad_part(version: Version, text: str) -> str | None:
    """The word in a goal's name that is no category or origin; None if there is none, or the name is of another form.

    Google refuses it so for goals that it lists itself with the category UNKNOWN (a live rehearsal of 2026-09-18 told
    of by a public repository: the whole request fails).
    """
    match = _NAME.fullmatch(text) or _OF_CAMPAIGN.fullmatch(text)
    if match is None:
        return None
    enums = ("ConversionActionCategory", "ConversionOrigin")
    for enum, table, part in zip(enums, _numbers(version), match.groups()[-2:], strict=True):
        if {str(number): word for word, number in table.items()}.get(part, part) not in ENUMS[enum]:
            return part
    return None


def _key(version: Version, *parts: str) -> GoalKey | None:
    words = []
    for table, part in zip(_numbers(version), parts, strict=True):
        by_number = {str(number): word for word, number in table.items()}
        words.append(by_number.get(part, part))
    category, origin = words
    if category not in ENUMS["ConversionActionCategory"] or origin not in ENUMS["ConversionOrigin"]:
        return None
    return category, origin


def _numbers(version: Version) -> tuple[dict[str, int], dict[str, int]]:
    fields = version.cls("CustomerConversionGoal").DESCRIPTOR.fields_by_name
    category, origin = (
        {value.name: int(value.number) for value in fields[name].enum_type.values} for name in ("category", "origin")
    )
    return category, origin
