"""The words on accounts that several configs of one run change."""

from __future__ import annotations

from typing import NamedTuple

from microconv.core.attribute_words import attribute_label, attribute_word
from microconv.core.diagnostics import Diagnostic, Severity
from microconv.core.errors import Refusal
from microconv.core.object_name import object_name
from microconv.core.resource import Address
from microconv.core.text import Text, joined, untranslated
from microconv.core.value import Scalar

GONE = "removed"
"""Stands for an attribute of what a plan removes."""


class Want(NamedTuple):
    """The wish of one config for an attribute of a shared account's object: its value, and where that is said."""

    label: str
    value: Scalar
    where: str

    @property
    def named(self) -> Text:
        """The client, with the place in its config where that is a file."""
        if not self.where:
            return untranslated(self.label)
        return Text(f"{self.label} ({self.where})", f"{self.label}（{self.where}）")


_HINT = Text(
    "write the same in both configs, or take `manage_owner` out of one of them",
    "両方の設定に同じ内容を書くか、一方から `manage_owner` を外してください",
)


_OWN_HINT = Text(
    "write the same in both configs, or take it out of one of them and write `unlisted: keep` there",
    "両方の設定に同じ内容を書くか、一方から外してその設定に `unlisted: keep` と書いてください",
)


def account_named(account: str, *, manager: bool) -> Text:
    """An account that clients share, in words."""
    if manager:
        return Text(f"the manager account {account}", f"MCC アカウント {account}")
    return Text(
        f"the account {account}, which several configs have,", f"複数の設定ファイルで使われているアカウント {account}"
    )


def not_planned_again(label: str) -> Refusal:
    """The refusal of a client that contradicts one which was done before, and of which there is no plan in this run."""
    return Refusal(
        "owner",
        Text(
            f"{label}, which was done before, wants something else in an account of both, "
            "and there is no new plan of it",
            f"処理済みの {label} は、共有しているアカウントについて異なる内容を求めていますが、"
            "今回はそのプランを作成できませんでした",
        ),
        Text(
            f"run again with --resume once {label} can be planned, or write the same in both configs",
            f"{label} のプランを作成できる状態にしてから --resume で再実行するか、両方の設定に同じ内容を書いてください",
        ),
    )


def contradiction(one: Want, other: Want, name: str, address: Address, account: str, *, manager: bool) -> Refusal:
    """The refusal of two configs that want different things of an object of an account which they share."""
    words = [_word(name, want.value, address) for want in (one, other)]
    about, of = object_name(address), account_named(account, manager=manager)
    summary = Text(
        f"{about.en} of {of.en.rstrip(',')}: {one.named.en} wants {words[0].en}, {other.named.en} wants {words[1].en}",
        f"{of.ja} の{about.ja}について、{one.named.ja}は {words[0].ja}、"
        f"{other.named.ja}は {words[1].ja} を指定しています",
    )
    return Refusal("owner", summary, _HINT if manager else _OWN_HINT)


def planned_with(leader: str, count: int, account: str, *, manager: bool) -> Diagnostic:
    """The note in a plan on changes that another client's plan has."""
    of = account_named(account, manager=manager)
    summary = Text(
        f"{count} change{'s' * (count != 1)} of {of.en.rstrip(',')}: planned with {leader}",
        f"{of.ja} の変更 {count} 件は {leader} のプランに含まれています",
    )
    return Diagnostic(Severity.NOTE, "planned-with", summary, where=untranslated(account))


def _word(name: str, value: Scalar, address: Address) -> Text:
    if name == GONE:
        return Text("it removed", "削除") if value is None else Text("it kept", "維持")
    return joined((attribute_label(name), attribute_word(name, value, address.type)), " ", " ")
