"""Files of `microconv import`, the clients below a manager account, and its messages."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.files import write
from microconv.cli.options import LANGUAGE, err_style
from microconv.core.errors import MicroconvError
from microconv.core.object_name import object_name
from microconv.core.text import NO_TEXT, Language, Text, joined, untranslated
from microconv.render.plan_words import EMULATED
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.adoption import Adopted, Family, Updated
    from microconv.adoption.inverse import Unexpressed
    from microconv.cli.accounts import Named
    from microconv.connections import Connections
    from microconv.core.resource import Reading


def refuse_existing(path: Path) -> None:
    """Raise MicroconvError where there is something at `path` already, a dangling link too."""
    if os.path.lexists(path):
        raise MicroconvError(
            Text(
                f"{path}: exists already, and import never overwrites a file",
                f"{path}: すでに存在します（import は既存のファイルを上書きしません）",
            ),
            hint=Text(
                f"choose another name, or add what is live and not listed: microconv import --update {path}",
                f"別の名前を指定するか、設定にないものを追記してください: microconv import --update {path}",
            ),
        )


def replace_text(path: Path, data: bytes) -> None:
    """Replace a file's content in one move, keeping its mode; a link stays one. Raises MicroconvError."""
    real = path.resolve()
    mode = real.stat().st_mode & 0o777
    write(real, data.decode("utf-8"), private=False)
    real.chmod(mode)


def import_all(
    named: Named,
    connections: Callable[[], Connections],
    folder: Path,
    *,
    prefix: str,
    propose: str,
    force: bool,
) -> int:
    """Import every client below a manager account into `folder`. An error of one does not stop the others."""
    from microconv.adoption.family import BASE, family, file_name
    from microconv.cli.accounts import clients
    from microconv.cli.progress import Progress
    from microconv.cli.run import compute_each
    from microconv.fleet.tasks.import_ import ImportBelowTask, compute_below

    refuse_existing(folder / BASE)
    below = clients(named, connections)
    adopted: dict[str, Adopted] = {}

    def work(task: ImportBelowTask) -> tuple[Path, Adopted]:
        path = folder / file_name(task.client)
        refuse_existing(path)
        return path, compute_below(task, shared, events)

    def draw(one: tuple[Path, Adopted]) -> int:
        path, made = one
        if not _to_be_written(made, path, force=force):
            return exit_codes.ERROR
        adopted[path.name] = made
        return exit_codes.DONE

    shared, events = connections(), Progress()
    tasks = [ImportBelowTask(client, prefix, propose, LANGUAGE.get()) for client in below]
    code = compute_each(tasks, work, draw)
    if not adopted:
        return code
    failed = _write_all(family(adopted, LANGUAGE.get()), adopted, folder)
    return exit_codes.combined([code, *([exit_codes.ERROR] * failed)]) if failed else code


def _to_be_written(made: Adopted, path: Path, *, force: bool) -> bool:
    """Say what of a client cannot be expressed. Returns whether its file is written nevertheless."""
    written = made.proven or (force and made.client is not None)
    if not made.proven:
        tell(made.unexpressed, None if written else not_written(path), loadable=made.client is not None)
    return written


def _write_all(files: Family, adopted: Mapping[str, Adopted], folder: Path) -> int:
    """Write the files into the folder, and say what is in them. Returns how many could not be written."""
    failed = 0
    for name, proof in files.proofs.items():
        if proof.unexpressed and not adopted[name].changed:
            tell(proof.unexpressed, not_written(folder / name))
            failed += 1
    _make(folder)
    for name, text in files.texts.items():
        if name not in files.proofs or not files.proofs[name].unexpressed or adopted[name].changed:
            write(folder / name, text, private=False)
    for name, made in adopted.items():
        click.echo(summary(made, untranslated(str(folder / name))).of(LANGUAGE.get()), err=True)
    return failed


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MicroconvError(f"{folder}: cannot be made: {error.strerror}", hint="name a folder with -o") from error


NOTHING = Text("nothing was written", "何も書き出していません")
READING = Text("finding out what is there", "アカウントの状態を取得しています")
THIS = Text("this", "この設定")


def not_written(path: Path) -> Text:
    """The outcome where no file was made."""
    return Text(f"{path} was not written", f"{path} は書き出していません")


def left_alone(path: Path) -> Text:
    """The outcome where nothing was added to a file."""
    return Text(f"{path} was left as it is", f"{path} は変更していません")


def summary(adopted: Adopted, name: Text) -> Text:
    """One line: the imported objects, and the plan of the config."""
    client = adopted.client
    conversions = len(client.conversions) if client is not None else 0
    goals = client.goals if client is not None else None
    count = len(goals.account) + len(goals.campaigns) + len(goals.custom) if goals is not None else 0
    changes = len(adopted.plan.changes)
    if client is None:
        result = Text(f"{name.en} cannot be loaded", f"{name.ja} は読み込めません")
    elif adopted.changed and changes:
        result = Text(
            f"with {many(len(adopted.proposals), 'proposal')} written into {name.en}, its plan has "
            f"{many(changes, 'change')}",
            f"{name.ja} に変更案 {len(adopted.proposals)} 件を書き込みました。プランの変更は {changes} 件です",
        )
    elif adopted.plan.empty:
        result = Text(f"the plan of {name.en} is empty", f"{name.ja} のプランは「変更なし」です")
    else:
        result = Text(
            f"the plan of {name.en} has {many(changes, 'change')}", f"{name.ja} のプランには変更が {changes} 件あります"
        )
    if adopted.proposing and not adopted.proposals and not adopted.changed:
        result = Text(f"{result.en}; there is nothing to propose", f"{result.ja}。変更案はありません")
    read = calls(adopted.readings)
    tagged = sum(one.tag is not None for one in client.conversions) if client is not None else 0
    what = _counts(conversions, count, len(client.event_rules) if client is not None else 0, tagged)
    line = Text(
        f"imported {what.en}; {result.en} ({read.en})", f"{what.ja}をインポートしました。{result.ja}（{read.ja}）"
    )
    left = len(adopted.notes)
    if not left:
        return line
    return Text(
        f"{line.en}\nnot declared, for reasons told at the end of {name.en}: {many(left, 'thing')}",
        f"{line.ja}\n設定に書いていないもの: {left} 件（理由は {name.ja} の末尾にあります）",
    )


def _counts(conversions: int, goals: int, rules: int, tagged: int = 0) -> Text:
    tags = Text(f" ({tagged} with tags)", f"（うちタグ付き {tagged} 件）") if tagged else NO_TEXT
    others = Text(f", {many(rules, 'other event')} by rules", f"、ルールで作成するその他のイベント {rules} 件")
    return joined(
        [
            Text(
                f"{many(conversions, 'conversion')}{tags.en}, {many(goals, 'goal')}",
                f"コンバージョン {conversions} 件{tags.ja}、目標 {goals} 件",
            ),
            *([others] if rules else []),
        ],
        "",
        "",
    )


def added(done: Updated, path: Path) -> Text:
    """One line: the objects that were added to a file, and its plan."""
    conversions = sum(1 for place in done.added if place[0] == "conversions")
    goals = sum(1 for place in done.added if place[0] == "goals")
    what = _counts(conversions, goals, len(done.added) - conversions - goals)
    read, changes = calls(done.readings), len(done.plan.changes)
    if not done.added:
        return Text(
            f"nothing to add to {path}: all that is live is listed ({read.en})",
            f"{path} に追加するものはありません。アカウントにあるものはすべて記載されています（{read.ja}）",
        )
    state = Text("is empty", "「変更なし」です")
    if not done.plan.empty:
        state = Text(
            f"is not empty ({many(changes, 'change')}): look at it", f"変更が {changes} 件あります。確認してください"
        )
    return Text(
        f"added {what.en} to {path}; its plan {state.en} ({read.en})",
        f"{what.ja}を {path} に追加しました。プランは{state.ja}（{read.ja}）",
    )


def tell(unexpressed: tuple[Unexpressed, ...], what: Text | None = None, *, loadable: bool = True) -> None:
    """Print what cannot be expressed: the object, why, and what to do.

    `what` says what became of the file; where it is not `loadable`, nothing can have it written.
    """
    style, language = err_style(), LANGUAGE.get()
    count = len(unexpressed)
    title = Text(f"{many(count, 'thing')} cannot be expressed:", f"設定に書けないものが {count} 件あります:")
    click.echo(title.of(language), err=True)
    for item in unexpressed:
        click.echo(f"  {safe(object_name(item.address).of(language))}", err=True)
        click.echo(f"      {safe(item.why.of(language))}", err=True)
        if item.hint:
            click.echo(f"      {style.paint('→', 'cyan')} {safe(item.hint.of(language))}", err=True)
    if what is not None:
        way = _FORCE if loadable else _NO_WAY
        click.echo(
            joined([safe(what.en) if language is Language.EN else safe(what.ja), way], "; ", "。").of(language),
            err=True,
        )


_FORCE = Text("--force writes what can be expressed", "--force を付けると、書けるものだけを書き出します")
_NO_WAY = Text("no config can be made that loads", "読み込める設定を作成できません")


def many(count: int, what: str) -> str:
    """`1 change`, `2 changes`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def calls(readings: tuple[Reading, ...]) -> Text:
    """The API calls of reading, and a remark if the emulator answered."""
    from microconv.core.resource import any_emulated

    made = sum(reading.calls for reading in readings)
    count = Text(many(made, "API call"), f"API 呼び出し {made} 回")
    return joined([count, EMULATED], ", ", "、") if any_emulated(readings) else count
