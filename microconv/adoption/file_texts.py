"""The head and the end of an imported file, in both languages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from microconv.adoption.inverse import Adoption, Place, Unexpressed, texts
from microconv.core.client import Client
from microconv.core.conversion import ConversionKind
from microconv.core.object_name import object_name
from microconv.core.resource import Address
from microconv.core.text import Language, Text, joined
from microconv.providers.registry import rows

_LIVE = Text(
    "What is live, under the names that it has: its plan was empty when it was written. What it does not say stays as "
    "it is.",
    "現在アカウントにあるものを、今の名前のまま書き出しています（作成した時点で、プランは「変更なし」）。"
    "書かれていないことは、現状のままになります。",
)
_PROPOSED = Text(
    "What is live, with proposals written into it: look at its plan before anything is applied.",
    "現在アカウントにあるものに、変更案を書き込んでいます。適用する前に、必ずプランを確認してください。",
)
_QUOTED = Text(
    "Comments that end in [brackets] are findings: `microconv audit` explains them, and says what to do.",
    "末尾に [角かっこ] のあるコメントは監査の指摘です。理由と対処は `microconv audit` で確認できます。",
)
_OWNER = Text(
    "Say who answers for it with `owner:`, and how often it is reviewed with `review:` (`microconv schema owner`).",
    "担当者を `owner:` に、見直しの間隔を `review:` に書いてください（`microconv schema owner`）。",
)
_NOT_SAID = Text("Cannot be expressed, and stays as it is:", "設定に書けないため、現状のままにするもの:")
_NOT_DECLARED = Text("Not declared, and why:", "設定に書いていないものと、その理由:")
_SHARED = Text(
    "Written by `microconv import`: what all clients in this folder share. Their files extend this one.",
    "`microconv import` で作成しました。このフォルダの全クライアントに共通の設定で、各ファイルが参照します。",
)
_EMULATED = Text(" (emulated)", "（エミュレーター）")


def head_of(adoption: Adoption, *, changed: bool) -> Iterator[Text]:
    """The comment at the head of a file: where it comes from, what it is, and what is to be decided."""
    client = adoption.client
    accounts = [(row, row.account(client.accounts)) for row in rows()]
    every = [object_name(Address(f"{row.name}.account", account)) for row, account in accounts if account]
    names = joined([one for one in (joined(every[:-1]), every[-1]) if one], " and ", "、")
    world = emulated(adoption.emulated)
    yield Text(
        f"Written by `microconv import` from {names.en}{world.en}.",
        f"`microconv import` で作成しました{world.ja}: {names.ja}",
    )
    yield _PROPOSED if changed else _LIVE
    undecided = sum(item.kind is ConversionKind.UNDECIDED for item in client.conversions)
    if undecided:
        yield _undecided(undecided, client)
    if any(line.endswith("]") for lines in adoption.comments.values() for line in lines):
        yield _QUOTED
    yield _OWNER


def _undecided(count: int, client: Client) -> Text:
    many = f"{count} conversions are" if count > 1 else "1 conversion is"
    return Text(
        f"{many} `kind: undecided`: nobody has said yet whether that is a result. Write `kind: macro` for a result; "
        f"name a step with {client.prefix} in front (`--propose` shows how). The comment says what it is taken for.",
        f"`kind: undecided` は {count} 件あります。成果かどうかがまだ決められていないものです。成果であれば "
        f"`kind: macro` と書き、途中の行動であれば名前の先頭に {client.prefix} を付けてください（`--propose` で変更案を"
        "確認できます）。現在どう扱われているかはコメントにあります。",
    )


def foot_of(adoption: Adoption, unexpressed: Sequence[Unexpressed]) -> Iterator[Text]:
    """The comment at the end of a file: what it does not declare, and why."""
    if unexpressed:
        yield _NOT_SAID
    for item in sorted(set(unexpressed)):
        yield _item(explained(item))
    if adoption.notes:
        if unexpressed:
            yield Text("", "")
        yield _NOT_DECLARED
        yield from map(_item, adoption.notes)


def explained(item: Unexpressed) -> Text:
    """A thing that cannot be expressed: the object, why, and what to do."""
    said = joined([object_name(item.address), item.why], ": ", ": ")
    return joined([said, item.hint], " → ", " → ") if item.hint and item.hint != texts.STAYS else said


def head_of_base(*, from_emulator: bool) -> Text:
    """The comment at the head of what several clients share."""
    world = emulated(from_emulator)
    return Text(_SHARED.en.replace("`:", f"`{world.en}:", 1), f"{_SHARED.ja}{world.ja}")


def emulated(there: bool) -> Text:
    """A remark where the emulator answered."""
    return _EMULATED if there else Text("", "")


def spoken(comments: Mapping[Place, Sequence[Text]], language: Language) -> dict[Place, tuple[str, ...]]:
    """Comments in one language."""
    return {place: tuple(line.of(language) for line in lines) for place, lines in comments.items()}


def _item(line: Text) -> Text:
    return Text(f"- {line.en}", f"- {line.ja}")
