"""Goals by their category and origin: `purchase~website`, as Google Ads writes it in resource names."""

from __future__ import annotations


def goal_pair(category: object, origin: object) -> str:
    """The goal of a category and an origin: `purchase~website`."""
    return f"{category}~{origin}"


def goal_parts(pair: str) -> tuple[str, str]:
    """The category and the origin of a goal that `goal_pair` wrote."""
    category, _, origin = pair.partition("~")
    return category, origin
