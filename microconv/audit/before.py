"""An earlier audit of the same accounts: what it found, and when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from microconv.audit.rule import Level

Accounts = tuple[tuple[str, str], ...]
"""The (provider, account) pairs of an audit."""


@dataclass(frozen=True, slots=True)
class Before:
    """The findings of an earlier audit that nobody had accepted, by fingerprint. `made` is an ISO 8601 time."""

    made: str
    findings: Mapping[str, Level]


@dataclass(frozen=True, slots=True)
class Trend:
    """The findings that nobody accepted, then and now: how many there were, are, are new, and are gone."""

    before: int
    now: int
    new: int
    gone: int


def trend(before: Before, now: Iterable[str]) -> Trend:
    """The trend from an earlier audit to the fingerprints of now."""
    fingerprints, known = set(now), before.findings.keys()
    return Trend(len(known), len(fingerprints), len(fingerprints - known), len(known - fingerprints))
