"""Checks of an edit before it is written: the file is still the one that was read, and what is new to be warned of."""

from __future__ import annotations

import datetime

from microconv.config.editing import Edited
from microconv.config.loading import load
from microconv.config.vocabulary import Vocabulary
from microconv.core.client import Client
from microconv.core.diagnostics import Diagnostic
from microconv.core.errors import MicroconvError
from microconv.core.text import Text


def check_unmoved(
    edited: Edited, client: Client, vocabulary: Vocabulary, *, today: datetime.date | None = None
) -> None:
    """Raise MicroconvError where the config is no longer the one of `client`, with what it extends."""
    before = load(edited.path, vocabulary, today=today, content=edited.before).client
    if before is None or before.digest != client.digest:
        raise MicroconvError(
            Text(
                f"{edited.path}: the config was changed in the meantime; nothing was written",
                f"{edited.path}: その間に設定ファイルが変更されました。書き込みは行っていません",
            ),
            hint=Text("run the command again", "コマンドをもう一度実行してください"),
        )


def new_problems(edited: Edited, vocabulary: Vocabulary) -> tuple[Diagnostic, ...]:
    """The problems of the new content that the old one did not have, wherever they stand in the file."""
    old, new = (load(edited.path, vocabulary, content=content).problems for content in (edited.before, edited.content))
    known = {(one.code, one.summary) for one in old}
    return tuple(one for one in new if (one.code, one.summary) not in known)
