"""Mistakes in a command line: Click's words for them are English, so the common ones are said in Japanese here."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import click
from click.exceptions import NoArgsIsHelpError

from microconv.cli.options import LANGUAGE
from microconv.core.text import Language, say


def spoken(arguments: Sequence[str]) -> Language:
    """The language that a command line asks for, where it could not be read as a whole; else the one that was read."""
    pairs = pairwise(arguments)
    asked = "--language=ja" in arguments or ("--language", "ja") in pairs
    named = any(one.partition("=")[0] == "--language" for one in arguments)
    wanted = not named and os.environ.get("MICROCONV_LANGUAGE") == Language.JA.value
    return Language.JA if asked or wanted else LANGUAGE.get()


def show(error: click.UsageError, language: Language) -> None:
    """Print what is wrong with a command line, and where its help is; what Click alone knows stays in its English."""
    own = type(error) is click.UsageError  # the others say more than their message, such as the option
    if language is not Language.JA or isinstance(error, NoArgsIsHelpError):
        (click.UsageError(say(error.message, language), error.ctx) if own else error).show()
        return
    if error.ctx is not None:
        usage = error.ctx.get_usage().replace("Usage:", "使い方:", 1)
        click.echo(f"{usage}\n詳しくは `{error.ctx.command_path} --help` をご覧ください。\n", err=True)
    click.echo(f"エラー: {_message(error)}", err=True)


def _message(error: click.UsageError) -> str:
    if isinstance(error, click.NoSuchOption):
        near = "、".join(sorted(error.possibilities or ()))
        return f"オプション {error.option_name} はありません" + (f"（候補: {near}）" if near else "")
    if isinstance(error, click.MissingParameter):
        return f"{_named(error)} を指定してください"
    if isinstance(error, click.BadParameter):
        reason = say(error.message, Language.JA)
        if reason == error.message and error.param is not None:
            reason = _wanted(error.param.type) or reason
        return f"{_named(error)} の値が正しくありません: {reason}"
    if isinstance(error, click.BadOptionUsage):
        return f"オプション {error.option_name} の使い方が正しくありません: {say(error.message, Language.JA)}"
    return say(error.message, Language.JA)


def _named(error: click.BadParameter) -> str:
    """The option or argument that it is about."""
    hint = error.param_hint
    if hint is None and error.param is not None:
        hint = error.param.get_error_hint(error.ctx or click.Context(click.Command("microconv")))
    return hint if isinstance(hint, str) else " / ".join(hint or ("引数",))


def _wanted(kind: click.ParamType[Any]) -> str:
    """The kind of value that an option takes, in Japanese; empty for what Click has its own words for."""
    if isinstance(kind, click.Choice):
        return f"次のいずれかを指定してください: {'、'.join(map(str, kind.choices))}"
    if not isinstance(kind, click.IntRange | click.FloatRange):
        return ""
    bounds = [f"{number:g} {word}" for number, word in ((kind.min, "以上"), (kind.max, "以下")) if number is not None]
    number = "整数" if isinstance(kind, click.IntRange) else "数値"
    return f"{' '.join(bounds)}の{number}を指定してください"
