"""Answers for `microconv init`: from options, and at a terminal by asking."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import click

from microconv.config.presets import PRESETS
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.config import Vocabulary

NEEDED = ("preset", "client", "owner", "currency", "final_value")
ACCOUNTS = ("customer_id", "property_id")

_QUESTIONS = {
    "client": "Label of the client",
    "preset": f"Which case ({', '.join(PRESETS)})",
    "customer_id": "Google Ads account, as 123-456-7890",
    "login_customer_id": "Manager account through which it is reached",
    "property_id": "GA4 property, as 345678901",
    "owner": "Who answers for this setup (e-mail address)",
    "currency": "Currency of the values, as JPY",
    "final_value": "What one final conversion is worth, on average",
}
"""The questions, in this order."""


class Interview:
    """The answers so far, by the name of their option. `given` are those of the command line; an empty one is none.

    `source` is the one in which Google Ads gets the conversions; `ga4` takes both accounts.
    """

    def __init__(self, given: Mapping[str, str | None], source: str) -> None:
        self._given = {key: text.strip() for key, text in given.items() if text}
        self._source = source

    def __getitem__(self, key: str) -> str:
        """The answer; empty where there is none."""
        return self._given.get(key, "")

    @property
    def final_value(self) -> Decimal:
        """The worth of one final conversion, once `problems` are none."""
        return Decimal(self["final_value"])

    def missing(self) -> list[str]:
        """The options without which there is no file."""
        options = [option(key) for key in NEEDED if not self[key]]
        if self._source != "ga4" and not any(self[key] for key in (*ACCOUNTS, "login_customer_id")):
            return [*options, " or ".join(map(option, ACCOUNTS))]
        return options + [option(key) for key in ACCOUNTS if not self[key] and not self._optional(key)]

    def problems(self) -> list[str]:
        """Everything that is wrong with the answers, each with its option."""
        given = [(key, text) for key, text in self._given.items() if text]
        return [f"{option(key)} {why}" for key, text in given if (why := self._refusal(key, text))]

    def ask(self, key: str) -> None:
        """Ask until there is an answer that is right, unless there is one already. Raises click.Abort at Ctrl-C."""
        if self[key] or (key == "login_customer_id" and not self["customer_id"]):
            return
        optional = self._optional(key)
        self._given[key] = click.prompt(
            _QUESTIONS[key] + (" (empty: none)" if optional else ""),
            default="" if optional else None,
            show_default=False,
            value_proc=lambda text: self._right(key, text.strip()),
            err=True,
        )

    def ask_all(self) -> None:
        """Ask for everything that is not known yet."""
        for key in _QUESTIONS:
            self.ask(key)

    def _optional(self, key: str) -> bool:
        """True if there may be no answer: one account is enough, where nothing is imported from the other."""
        if key == "customer_id":
            return self._source != "ga4" and not self["login_customer_id"]
        if key == "property_id":
            return self._source != "ga4" and bool(self["customer_id"] or self["login_customer_id"])
        return key == "login_customer_id"

    def _right(self, key: str, text: str) -> str:
        if not text and self._optional(key):
            return ""
        reason = self._refusal(key, text)
        if reason:
            raise click.UsageError(safe(f"this {reason}"))
        return text

    def _refusal(self, key: str, text: str) -> str:
        """Why an answer cannot be; empty where it can."""
        from microconv.config.presets import refusal
        from microconv.config.presets.answers import amount

        if key == "preset":
            return "" if text in PRESETS else f"must be one of {', '.join(PRESETS)}"
        if key == "final_value":
            value = amount(text)
            return self._too_small(value) if isinstance(value, Decimal) else value
        return refusal(key, text, self._vocabulary)

    def _too_small(self, value: Decimal) -> str:
        """Why the steps cannot be graded below this value; empty where they can, or where that cannot be told yet."""
        from microconv.config.presets.answers import too_small

        known = self["preset"] in PRESETS and self["currency"] and not self._refusal("currency", self["currency"])
        return too_small(value, self["preset"], self["currency"]) if known else ""

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        from microconv.loading import vocabulary

        return vocabulary()


def option(key: str) -> str:
    """The option of a key: `--customer-id`."""
    return f"--{key.replace('_', '-')}"
