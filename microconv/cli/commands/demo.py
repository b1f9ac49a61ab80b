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

CLIENT = "aoi-store.yaml"

_START = Text(
    "An emulator of Google Ads and GA4 is running; what follows is emulated.\n"
    "It holds an account that an online shop's agency has inherited.",
    "Google 広告と GA4 のエミュレーターを起動しました。以下はエミュレーターでの結果です。\n"
    "代理店が引き継いだネットショップのアカウントが入っています。",
)
_AGAIN = Text(
    "Once more: nothing is left to do, and nothing is written.", "もう一度実行: 残りの変更はなく、何も書き込みません"
)


@click.command("demo")
@language_option
@debug_option
def command() -> int:
    """See it all without an account: plan, sync, sync again, audit one client on the emulator.

    Everything happens in a temporary folder on this machine; nothing is left behind.
    """
    from microconv.emulator import Emulator

    with tempfile.TemporaryDirectory(prefix="microconv-demo-") as folder, Emulator() as emulator:
        _copy_examples(Path(folder))
        click.echo(_START.of(LANGUAGE.get()))
        state = {"MICROCONV_STATE_DIR": str(Path(folder) / "state"), "MICROCONV_LANGUAGE": LANGUAGE.get().value}
        with _environment({**emulator.environment(), **state}, Path(folder)):
            return _steps()


def _steps() -> int:
    from microconv.cli.main import run

    language = LANGUAGE.get()
    story: Sequence[tuple[Text, list[str], int]] = (
        (Text("What would change?", "変更内容の確認"), ["plan", CLIENT], exit_codes.DONE),
        (Text("Change it.", "変更の適用"), ["sync", CLIENT, "--yes"], exit_codes.DONE),
        (_AGAIN, ["sync", CLIENT, "--yes"], exit_codes.DONE),
        (
            Text("What does an auditor see?", "アカウントの監査"),
            ["audit", CLIENT, "--fail-on", "never"],
            exit_codes.DONE,
        ),
    )
    for title, arguments, expected in story:
        click.echo()
        click.echo(out_style().paint(f"# {title.of(language)}", "cyan"))
        click.echo(out_style().paint(f"$ microconv {' '.join(arguments)}", bold=True))
        code = run(arguments)
        if code != expected:
            raise MicroconvError(f"the demo stopped: `microconv {' '.join(arguments)}` ended with {code}")
    return exit_codes.DONE


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
