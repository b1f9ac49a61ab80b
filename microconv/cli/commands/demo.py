"""`microconv demo`."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import as_file, files
from pathlib import Path

import click

from microconv.cli import exit_codes
from microconv.cli.options import LANGUAGE, debug_option, language_option, out_style
from microconv.core.errors import MicroconvError
from microconv.core.text import Text
from microconv.render.wrap import wrapped

CLIENT = "aoi-store.yaml"

PLAN = "first.plan.json"

TAGGED = "mv_begin_checkout"
"""The conversion whose tags are made and tested."""

_START = Text(
    "An emulator of Google Ads, GA4 and Tag Manager is running on this machine: what follows is emulated, and no real "
    "account is touched. It holds an account that an online shop's agency has inherited. The config aoi-store.yaml "
    "says how its conversions are meant to be. Five steps: plan, sync, sync again, test of the tags, audit.",
    "Google 広告、GA4、Tag Manager のエミュレーターをこのマシンで起動しました。以下はエミュレーターでの結果で、"
    "実アカウントには触れません。代理店が引き継いだネットショップのアカウントが入っており、あるべき設定が設定ファイル "
    "aoi-store.yaml に書かれています。手順は、プラン、同期、再同期、タグのテスト、監査の 5 つです。",
)
_PLAN = Text("1. What would change?", "1. 変更内容の確認")
_PLAN_NOTE = Text(
    "Reads the accounts and the container, and compares them with the config; nothing is written. What bidding gains "
    "and loses comes first, then the changes: + is made, ~ is changed, and each says why. The last ones make the tags "
    "of the checkout page and publish them, which takes --allow publish.",
    "アカウントとコンテナを読み取り、設定ファイルと比べます。書き込みはしません。入札への影響に続いて、変更点"
    "（+ は作成、~ は変更）が理由とともに表示されます。最後は購入手続きページのタグの作成と公開で、公開には "
    "--allow publish が必要です。",
)
_SYNC = Text("2. Change it.", "2. 変更の適用")
_SYNC_NOTE = Text(
    "Applies exactly the plan that step 1 saved, then reads the accounts again. Without --yes it asks first.",
    "手順 1 で保存したプランをそのまま適用し、アカウントを読み直します。--yes を付けなければ、先に確認が入ります。",
)
_AGAIN = Text("3. Once more: nothing is left to do.", "3. もう一度実行: 残りの変更はありません")
_AGAIN_NOTE = Text(
    "Nothing is written, however often it runs. A warning stays until the config decides about it.",
    "何度実行しても、余計な書き込みはありません。警告は、設定ファイルで判断を示すまで残ります。",
)
_TAGS = Text("4. Do the tags fire?", "4. タグの配信の確認")
_TAGS_NOTE = Text(
    "Opens the checkout page in a simulation of the published container: each tag must fire once, with the label that "
    "Google Ads gave the action.",
    "公開したコンテナで購入手続きページの表示を再現します。各タグが 1 回ずつ、Google 広告のアクションのラベルで"
    "配信されることを確認します。",
)
_AUDIT = Text("5. What does an auditor see?", "5. アカウントの監査")
_AUDIT_NOTE = Text(
    "Judges the whole account. The sync settled what the config says and left the rest alone, so there are still "
    "errors and warnings; each says why it matters and how to mend it.",
    "アカウント全体を診断します。同期で変わるのは設定ファイルに書かれた内容だけなので、エラーや警告はまだ残っています。"
    "それぞれに理由と対処方法が付きます。",
)
_END = Text(
    "That was all, and it went well: the errors and warnings in the last line are no failure of the demo, but what an "
    "agency finds in an inherited account and has not decided yet. Nothing is left behind on this machine. The way "
    "into an account of your own is docs/first-day.md; it begins with:",
    "デモは正常に終了しました。最後の行のエラーや警告はデモの失敗ではなく、引き継いだアカウントに残っている未判断の"
    "問題です。このマシンには何も残りません。実際のアカウントでの手順は docs/first-day.ja.md にあります。最初の"
    "コマンドは次のとおりです。",
)
_NEXT = Text("$ microconv doctor", "$ microconv doctor --language ja")


@click.command("demo")
@language_option
@debug_option
def command() -> int:
    """See it all without an account: plan, sync, sync again, test the tags, audit one client on the emulator.

    Everything happens in a temporary folder on this machine; nothing is left behind.
    """
    from microconv.emulator import Emulator

    with tempfile.TemporaryDirectory(prefix="microconv-demo-") as folder, Emulator() as emulator:
        _copy_examples(Path(folder))
        _say(_START, before="")
        state = {"MICROCONV_STATE_DIR": str(Path(folder) / "state"), "MICROCONV_LANGUAGE": LANGUAGE.get().value}
        with _environment({**emulator.environment(), **state}, Path(folder)):
            return _steps()


def _steps() -> int:
    from microconv.cli.main import run

    language = LANGUAGE.get()
    story: Sequence[tuple[Text, Text, list[str]]] = (
        (_PLAN, _PLAN_NOTE, ["plan", CLIENT, "--out", PLAN, "--allow", "publish"]),
        (_SYNC, _SYNC_NOTE, ["sync", CLIENT, "--plan", PLAN, "--yes", "--allow", "publish"]),
        (_AGAIN, _AGAIN_NOTE, ["sync", CLIENT, "--yes"]),
        (_TAGS, _TAGS_NOTE, ["tags", "test", TAGGED, CLIENT, "--page", "/checkout", "--published"]),
        (_AUDIT, _AUDIT_NOTE, ["audit", CLIENT, "--fail-on", "never"]),
    )
    for title, note, arguments in story:
        _say(title)
        _say(note, before="")
        click.echo(out_style().paint(f"$ microconv {' '.join(arguments)}", bold=True))
        code = run(arguments)
        if code != exit_codes.DONE:
            raise MicroconvError(f"the demo stopped: `microconv {' '.join(arguments)}` ended with {code}")
    _say(_END)
    click.echo(out_style().paint(_NEXT.of(language), bold=True))
    return exit_codes.DONE


def _say(text: Text, before: str = "\n") -> None:
    """Print a paragraph of the story itself, told from what the commands print by its mark and colour."""
    style = out_style()
    lines = wrapped(f"# {text.of(LANGUAGE.get())}", "# ", style.columns)
    click.echo(before + "\n".join(style.paint(line, "cyan") for line in lines))


def _copy_examples(folder: Path) -> None:
    """Copy the example configs: from the installed package, or from a checkout that is used as it is."""
    packaged = files("microconv").joinpath("examples")
    if packaged.is_dir():
        with as_file(packaged) as source:
            shutil.copytree(source, folder, dirs_exist_ok=True)
        return
    checkout = Path(__file__).parents[3] / "configs"
    if not checkout.is_dir():
        raise MicroconvError("the example configs are missing from this installation", hint="install microconv again")
    shutil.copytree(checkout, folder, dirs_exist_ok=True)


@contextmanager
def _environment(variables: dict[str, str], folder: Path) -> Iterator[None]:
    """Other environment variables and another working folder, for a while."""
    before, place = dict(os.environ), Path.cwd()
    for name in [name for name in os.environ if name.startswith("GOOGLE_ADS_")]:
        del os.environ[name]
    os.environ.update(variables)
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(place)
        os.environ.clear()
        os.environ.update(before)
