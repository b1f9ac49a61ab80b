"""The words of a command that waits, and the pauses before a request is sent again."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from microconv.cli.options import LANGUAGE
from microconv.cli.waiting import begin
from microconv.core.errors import ApiError, QuotaError
from microconv.core.object_name import object_name
from microconv.core.text import Text

if TYPE_CHECKING:
    from microconv.core.planning.steps import Step
    from microconv.core.ports import Outcome
    from microconv.providers.retrying import Retrying


def retrying(progress: Progress) -> Retrying:
    """Repeats requests, and tells the one who watches of every pause."""
    from microconv.providers.retrying import Retrying

    return Retrying(notify=progress.pausing)


class Progress:
    """Says what is waited for: at a terminal at once, elsewhere after a while. Implements core.ports.Events."""

    def __init__(self) -> None:
        import logging

        # The Google clients log each refused request as a warning, which Python prints when nobody listens. We tell it.
        google = logging.getLogger("google")
        if not google.handlers:
            google.addHandler(logging.NullHandler())
        self._watched, self._language = sys.stderr.isatty(), LANGUAGE.get()

    def reading(self, provider: str, account: str) -> None:
        """An account is about to be read."""
        self._begin(Text("reading {} {}", "{} {} を読み取り中"), provider, account, at_once=self._watched)

    def read(self, provider: str, account: str) -> None:
        """An account was read."""
        self._begin(Text("working on what {} {} has", "{} {} の内容を処理中"), provider, account)

    def applying(self, step: Step) -> None:
        """A step is about to be carried out."""
        count = len(step.changes)
        what = object_name(step.changes[0].address) if count == 1 else Text(f"{count} changes", f"変更 {count} 件")
        said = Text("writing to {}: {}", "{} に書き込み中: {}")
        self._begin(said, step.provider, what.of(self._language), at_once=self._watched)

    def applied(self, outcomes: Sequence[Outcome]) -> None:
        """A step was carried out; the result is shown at the end."""
        begin(Text("going on after the last change", "最後の変更の続きを処理中").of(self._language))

    def pausing(self, error: ApiError, pause_s: float) -> None:
        """A request will be sent again after a pause."""
        from microconv.cli.board import BOARD

        board = BOARD.get()
        if board is not None:
            board.pausing(pause_s, quota=isinstance(error, QuotaError))
            return
        said = Text(f"{{}} {{}}; again in {pause_s:.0f} s", f"{{}} {{}}。{pause_s:.0f} 秒後に再試行")
        self._begin(said, error.api, f"{error.account}: {error.code}", at_once=self._watched)

    def _begin(self, said: Text, provider: str, rest: str, *, at_once: bool = False) -> None:
        """Says what is waited for, of an API by the name that people call it."""
        from microconv.render.plan_words import provider_name

        name = provider_name(provider, self._language)
        begin(said.of(self._language).format(name, rest), at_once=at_once)
