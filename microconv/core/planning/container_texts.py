"""Texts on what in a container keeps a conversion from its tags."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.json_text import json_line
from microconv.core.text import NO_TEXT, Text, joined
from microconv.core.value import Scalar, draw

YOUR_WORD = Text("a word of yours", "設定での指定")
"""The thing that a tag waits for which is there already under another name."""

NO_MOMENT = Text(
    "nothing says when the tag that is missing fires",
    "不足しているタグがいつ配信されるかの指定がありません",
)
NO_MOMENT_HINT = Text(
    "write `when`, or adopt a trigger, beside the tag that is adopted",
    "引き継ぐタグに加えて、`when` を書くか、トリガーを引き継いでください",
)
NO_STREAM = Text("it is not known which web stream the tag sends to", "タグの送信先のウェブ ストリームが不明です")
NO_STREAM_HINT = Text("write `ga4: {data_stream: G-…}`", "`ga4: {data_stream: G-…}` と書いてください")
NO_LABEL = Text(
    "Google Ads names no tag for its action, so there is no label to send to",
    "Google 広告のコンバージョン アクションにタグがないため、送信先のラベルがありません",
)
NO_ACTION = Text(
    "its action is not there, and this plan does not make it",
    "コンバージョン アクションがなく、このプランでも作成しません",
)
A_LABEL = Text("the label of its action", "コンバージョン アクションのラベル")


def already_tagged(tag: str, what: Scalar) -> Text:
    """The reason for which a tag is not made: another one sends the same."""
    line = f"adopt: {{tag: {json_line(tag)}}}"
    return Text(
        f"[already-tagged] the tag {json_line(tag)} already sends {draw(what)}, so a second one would count twice: "
        f"to take it over, write `{line}` under `tag`",
        f"[already-tagged] タグ「{tag}」がすでに {draw(what)} を送信しているため、追加すると二重に計測されます。"
        f"引き継ぐ場合は `tag` に `{line}` と書いてください",
    )


def not_there(what: Text, name: str) -> tuple[Text, Text]:
    """The conflict over something to be adopted that is not in the container, and its hint."""
    return (
        Text(
            f"the container has no {what.en} {json_line(name)} to adopt",
            f"引き継ぐ{what.ja}「{name}」がコンテナにありません",
        ),
        Text(
            "look up its name or number in Tag Manager, or take it out of `adopt`",
            "Tag Manager で名前または番号を確認するか、`adopt` から削除してください",
        ),
    )


_OF_ADOPTED = Text(
    "leave `when` out to take the trigger as it is, or take it out of `adopt`: then one of its own is made",
    "トリガーをそのまま使う場合は `when` を削除し、専用のトリガーを作成する場合は `adopt` から外してください",
)
_OF_OURS = Text(
    "rename the trigger in Tag Manager: the others keep it, and the next sync makes a new one",
    "Tag Manager でトリガーの名前を変更してください。別のタグはそのまま使い続け、"
    "次の sync で新しいトリガーを作成します",
)


def shared(users: Sequence[str], *, adopted: bool) -> tuple[Text, Text]:
    """The conflict over a trigger that serves others too, and its hint, for one that was adopted or is ours.

    `users` are other tags, groups of triggers and zones.
    """
    them = joined([json_line(name) for name in users])
    return (
        Text(
            f"the trigger differs from the config, and others use it too: {them.en}",
            f"トリガーの内容が設定と異なりますが、ほかでも使用されています: {them.ja}",
        ),
        _OF_ADOPTED if adopted else _OF_OURS,
    )


def other_type(before: Scalar, after: Scalar) -> tuple[Text, Text]:
    """The conflict over the type of a trigger, which stays for ever, and its hint."""
    return (
        Text(
            f"the trigger is a {draw(before)}, and Tag Manager never makes it a {draw(after)}",
            f"トリガーの種類は {draw(before)} で、Tag Manager では {draw(after)} に変更できません",
        ),
        Text(
            "rename it in Tag Manager: the next sync makes a new one, and lets the tags fire on that",
            "Tag Manager でトリガーの名前を変更してください。次の sync で新しいトリガーを作成し、タグを付け替えます",
        ),
    )


def taken(name: Scalar, kind: Text = NO_TEXT) -> tuple[Text, Text]:
    """The conflict over a name that another tag has, and its hint."""
    return (
        Text(
            f"a tag of another type{kind.en} is called {draw(name)}",
            f"別の種類のタグ{kind.ja}が「{draw(name)}」という名前です",
        ),
        Text("rename that tag in Tag Manager", "Tag Manager でそのタグの名前を変更してください"),
    )


def unknown_variable(name: str) -> tuple[Text, Text]:
    """The conflict over a variable that the container has not, and its hint."""
    return (
        Text(
            f"the container has no variable {json_line(name)}, which the trigger looks at",
            f"トリガーの条件で使う変数「{name}」がコンテナにありません",
        ),
        Text(
            "make it in Tag Manager, or write `data_layer` for a key of the data layer",
            "Tag Manager で変数を作成するか、データレイヤーのキーの場合は `data_layer` と書いてください",
        ),
    )
