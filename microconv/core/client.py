"""One client account as its config declares it."""

from __future__ import annotations

import datetime
import enum
from dataclasses import dataclass
from functools import cached_property

from microconv.core.conversion import Conversion

DEFAULT_PREFIX = "mv_"


class Unlisted(enum.StrEnum):
    """What happens to live objects with the prefix that the config does not list."""

    DEMOTE = "demote"
    KEEP = "keep"
    REMOVE = "remove"


class ReviewEvery(enum.StrEnum):
    """How often the values and roles are to be reviewed."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Client:
    """A client's declaration, validated.

    Customer ids are ten digits without dashes, the property id digits; an empty string means that API is not used.
    `currency` is an ISO 4217 code, empty when no conversion has a value. `path` is the file it came from, `digest` the
    SHA-256 of all text that made it.
    """

    label: str
    conversions: tuple[Conversion, ...]
    customer_id: str = ""
    login_customer_id: str = ""
    property_id: str = ""
    currency: str = ""
    owner: str = ""
    review_every: ReviewEvery | None = None
    review_last: datetime.date | None = None
    prefix: str = DEFAULT_PREFIX
    unlisted: Unlisted = Unlisted.DEMOTE
    path: str = ""
    digest: str = ""

    @cached_property
    def by_name(self) -> dict[str, Conversion]:
        """Conversions by name."""
        return {conversion.name: conversion for conversion in self.conversions}


def dashed(customer_id: str) -> str:
    """A customer id as people write it: `123-456-7890`."""
    if len(customer_id) == 10 and customer_id.isdigit():
        return f"{customer_id[:3]}-{customer_id[3:6]}-{customer_id[6:]}"
    return customer_id
