"""The question before a run writes."""

from __future__ import annotations

import sys

import click

from microconv.cli.options import LANGUAGE, err_style
from microconv.cli.streams import unread
from microconv.cli.waiting import done
from microconv.core.errors import NOTHING_CHANGED, Refusal, RefusedError
from microconv.core.plan import Plan
from microconv.core.text import NO_TEXT, Text


def ask(plan: Plan) -> None:
    """Ask for a yes in full. Raises RefusedError for any other answer, or when there is nobody to ask."""
    if not sys.stdin.isatty():
        raise _unconfirmed(
            Text(
                "the plan was not confirmed, and there is no terminal to ask at",
                "プランが承認されていません。確認を表示する端末もありません",
            ),
            Text("add `--yes`", "内容を確認のうえ、`--yes` を付けてください"),
        )
    if unread():
        raise _unconfirmed(
            Text(
                "the reader of the output has gone, so that nobody saw the plan",
                "出力の受け手が終了したため、プランは誰にも表示されていません",
            ),
            Text("run again", "もう一度実行してください"),
        )
    done()
    count = len(plan.changes)
    question = Text(
        f"Apply {count} change{'s' * (count != 1)} to {plan.client}? Only 'yes' is accepted",
        f"{plan.client} に {count} 件の変更を適用しますか？（適用するには yes と入力）",
    ).of(LANGUAGE.get())
    if click.prompt(err_style().paint(question, bold=True), default="", show_default=False, err=True) != "yes":
        raise _unconfirmed(Text("the answer was not 'yes'", "yes と入力されませんでした"))


def _unconfirmed(summary: Text, hint: Text = NO_TEXT) -> RefusedError:
    return RefusedError(NOTHING_CHANGED, [Refusal("unconfirmed", summary, hint)])
