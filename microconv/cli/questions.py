"""Answers for `microconv init`: from options, and at a terminal by asking."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

import click

from microconv.cli.waiting import waiting_for
from microconv.config.presets import PRESETS
from microconv.core.text import Language, Text
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.config import Vocabulary

NEEDED = ("preset", "client", "owner", "currency", "final_value")
ACCOUNTS = ("customer_id", "property_id")
SOURCES = ("website", "ga4")

_LANGUAGES = tuple(item.value for item in Language)
_QUESTIONS = {
    "client": Text("Label of the client", "クライアントの名前（半角英数字が便利です）"),
    "language": Text(
        f"Language of the file's comments and labels ({', '.join(_LANGUAGES)})",
        f"ファイルのコメントとラベルの言語（{'、'.join(_LANGUAGES)}）",
    ),
    "preset": Text(f"Which case ({', '.join(PRESETS)})", f"どのケースか（{'、'.join(PRESETS)}）"),
    "customer_id": Text("Google Ads account, as 123-456-7890", "Google 広告のお客様 ID（例: 123-456-7890）"),
    "login_customer_id": Text("Manager account through which it is reached", "アクセスに使う MCC アカウントの ID"),
    "property_id": Text("GA4 property, as 345678901", "GA4 のプロパティ ID（例: 345678901）"),
    "source": Text(
        f"How Google Ads gets the conversions: by a tag, or from GA4 ({', '.join(SOURCES)})",
        f"Google 広告での計測方法: タグ、または GA4 からのインポート（{'、'.join(SOURCES)}）",
    ),
    "owner": Text("Who answers for this setup (e-mail address)", "設定の責任者（メールアドレス）"),
    "currency": Text("Currency of the values, as JPY", "値の通貨（例: JPY）"),
    "final_value": Text("What one final conversion is worth, on average", "最終コンバージョン1件の平均的な価値"),
    "purpose": Text(
        "Why the final conversion is measured, in the client's words (empty: the preset's)",
        "最終コンバージョンを計測する目的（クライアントの言葉で。空欄: ひな型の文）",
    ),
}
"""The questions, in this order."""

_WITHOUT = Text(" (empty: none)", "（空欄: なし）")
_DEFAULTS = frozenset({"language", "source", "purpose"})
"""The questions whose answer can be left to microconv."""


def language_of_locale() -> Language:
    """The language that the user's environment asks for: Japanese, or else English."""
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    chosen = next((name for name in names if name), "")
    return Language.JA if chosen.lower().startswith("ja") else Language.EN


class Interview:
    """The answers so far, by the name of their option. `given` are those of the command line; an empty one is none.

    Answers are kept as the config has them: without separators in amounts, full-width letters as plain ones. With the
    source `ga4` both accounts are needed.
    """

    def __init__(self, given: Mapping[str, str | None]) -> None:
        from microconv.config.presets.answers import tidy

        self._given = {key: tidy(key, text) for key, text in given.items() if text}
        self._complete = not self.missing()

    def __getitem__(self, key: str) -> str:
        """The answer; empty where there is none."""
        return self._given.get(key, "")

    @property
    def final_value(self) -> Decimal:
        """The worth of one final conversion, once `problems` are none."""
        return Decimal(self["final_value"])

    @property
    def language(self) -> Language:
        """The language of the file; that of the locale where nobody chose one."""
        return Language(self["language"]) if self["language"] else language_of_locale()

    @property
    def source(self) -> str:
        """The way in which Google Ads gets the conversions."""
        return self["source"] or SOURCES[0]

    def missing(self) -> list[str]:
        """The options without which there is no file."""
        options = [option(key) for key in NEEDED if not self[key]]
        if self.source != "ga4" and not any(self[key] for key in (*ACCOUNTS, "login_customer_id")):
            return [*options, " or ".join(map(option, ACCOUNTS))]
        return options + [option(key) for key in ACCOUNTS if not self[key] and not self._optional(key)]

    def problems(self) -> list[str]:
        """Everything that is wrong with the answers, each with its option."""
        given = [(key, text) for key, text in self._given.items() if text]
        with waiting_for("checking the answers"):
            return [f"{option(key)} {why}" for key, text in given if (why := self._refusal(key, text))]

    def ask(self, key: str) -> None:
        """Ask until there is an answer that is right, unless there is one already. Raises click.Abort at Ctrl-C."""
        if self[key] or not self._concerns(key):
            return
        optional = self._optional(key)
        default = {"language": self.language.value, "source": self.source}.get(key, "" if optional else None)
        self._given[key] = click.prompt(
            _QUESTIONS[key].of(self.language)
            + (_WITHOUT.of(self.language) if default == "" and key != "purpose" else ""),
            default=default,
            show_default=bool(default),
            value_proc=lambda text: self._right(key, text),
            err=True,
        )

    def ask_all(self) -> None:
        """Ask for everything that is not known yet, and where nothing is missing only for the accounts."""
        for key in _QUESTIONS:
            self.ask(key)

    def _concerns(self, key: str) -> bool:
        """True where a question makes sense after the answers so far."""
        if key in _DEFAULTS and self._complete:
            return False
        if key == "source":
            return all(self[account] for account in ACCOUNTS)
        return key != "login_customer_id" or bool(self["customer_id"])

    def _optional(self, key: str) -> bool:
        """True if there may be no answer: one account is enough, where nothing is imported from the other."""
        if key == "customer_id":
            return self.source != "ga4" and not self["login_customer_id"]
        if key == "property_id":
            return self.source != "ga4" and bool(self["customer_id"] or self["login_customer_id"])
        return key == "login_customer_id" or key in _DEFAULTS

    def _right(self, key: str, text: str) -> str:
        from microconv.config.presets.answers import tidy

        answer = tidy(key, text)
        if not answer and self._optional(key):
            return ""
        with waiting_for("checking the answer"):
            reason = self._refusal(key, answer)
        if reason:
            raise click.UsageError(safe(f"this {reason}"))
        return answer

    def _refusal(self, key: str, text: str) -> str:
        """Why an answer cannot be; empty where it can."""
        from microconv.config.presets import refusal
        from microconv.config.presets.answers import address_refusal, amount

        allowed = {"preset": tuple(PRESETS), "language": _LANGUAGES, "source": SOURCES}.get(key)
        if allowed is not None:
            return "" if text in allowed else f"must be one of {', '.join(allowed)}"
        if key == "final_value":
            value = amount(text)
            return self._too_small(value) if isinstance(value, Decimal) else value
        return refusal(key, text, self._vocabulary) or (address_refusal(text) if key == "owner" else "")

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
