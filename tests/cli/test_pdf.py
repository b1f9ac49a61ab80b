"""A PDF by a browser that fails in every way that there is: no half file, no traceback, nothing left running."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from microconv.cli import pdf
from microconv.core.errors import MicroconvError, said
from microconv.core.text import Language

HEAD = """#!/bin/sh
for given; do case $given in
  --print-to-pdf=*) made=${given#*=};; --user-data-dir=*) profile=${given#*=};; file://*) page=${given#file://};;
esac; done
"""
WHOLE = """{ printf '%%PDF-1.4\\n'; cat "$page"; printf '\\n%%%%EOF\\n'; } > "$made"\n"""


@pytest.fixture
def browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], pdf.Printer]:
    """The printer, where the only browser is a script; its temporary files go into a folder of the test."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    def install(script: str) -> pdf.Printer:
        (tmp_path / "chromium").write_text(HEAD + script, "utf-8")
        (tmp_path / "chromium").chmod(0o755)
        return pdf.printer()

    return install


def left(tmp_path: Path) -> list[str]:
    return [path.name for path in (tmp_path / "temporary").iterdir()]


def gone(number: int) -> bool:
    """True where a process has ended, or waits for whoever has adopted it to hear so."""
    try:
        state = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return True
    return state == "Z"


def soon(true: Callable[[], bool]) -> bool:
    """True where something becomes true within some seconds."""
    end = time.monotonic() + 20
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


def test_a_page_becomes_a_pdf_and_nothing_stays(browser, tmp_path):
    content = browser(WHOLE)("<p>カートに追加")
    assert content == "%PDF-1.4\n<p>カートに追加\n%%EOF\n".encode()
    assert left(tmp_path) == []


@pytest.mark.parametrize(
    ("script", "en", "ja"),
    [
        ("echo no display >&2; exit 5", "made no PDF: no display", "作成できませんでした: no display"),
        ("exit 5", "made no PDF: exit code 5", "作成できませんでした: 終了コード 5"),
        ("kill -SEGV $$", "made no PDF: exit code -11", "作成できませんでした: 終了コード -11"),
        (': > "$made"', "made no PDF: exit code 0", "作成できませんでした: 終了コード 0"),
        (
            "printf '%%PDF-1.4\\nhalf' > \"$made\"; kill -KILL $$",
            "made no PDF: its file is not whole (exit code -9)",
            "作成できませんでした: ファイルが不完全です（終了コード -9）",
        ),
        ('cp "$page" "$made"', "its file is not whole (exit code 0)", "ファイルが不完全です（終了コード 0）"),
    ],
)
def test_a_browser_that_fails_makes_no_half_pdf(browser, tmp_path, script, en, ja):
    with pytest.raises(MicroconvError) as error:
        browser(f"{script}\n")("<p>page")
    assert said(error.value).of(Language.EN).endswith(en)
    assert said(error.value).of(Language.JA).endswith(ja)
    assert "--format html" in error.value.hint
    assert left(tmp_path) == []


def test_a_browser_that_hangs_is_ended_with_all_that_it_started(browser, tmp_path, monkeypatch):
    monkeypatch.setattr(pdf, "SECONDS", 0.7)
    hangs = f"sleep 1000 & echo $! > {tmp_path}/child; echo $$ > {tmp_path}/parent; wait\n"
    with pytest.raises(MicroconvError) as error:
        browser(hangs)("<p>page")
    assert "it did not end within 0.7 seconds" in said(error.value).of(Language.EN)
    assert "0.7 秒以内に終了しませんでした" in said(error.value).of(Language.JA)
    for name in ("parent", "child"):
        number = int((tmp_path / name).read_text())
        assert soon(lambda number=number: gone(number)), name
    assert left(tmp_path) == []


def test_files_that_appear_while_the_folder_is_removed_are_no_error(browser, tmp_path, monkeypatch):
    """A process in a session of its own is not ended with the browser, and still writes into its profile."""
    monkeypatch.setattr(pdf, "SECONDS", 0.7)
    writes = f'while [ -e {tmp_path}/go ]; do mkdir -p "$0"; echo > "$0/$(date +%N)"; done'
    (tmp_path / "go").touch()
    try:
        with pytest.raises(MicroconvError, match="it did not end within"):
            browser(f"setsid sh -c '{writes}' \"$profile\" 2> {tmp_path}/errors &\nwait\n")("<p>page")
    finally:
        (tmp_path / "go").unlink()


def test_a_temporary_folder_that_is_full_is_told(browser, tmp_path, monkeypatch):
    def full(self: Path, *args: object, **options: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "read_bytes", full)
    with pytest.raises(MicroconvError, match=r"made no PDF: .*/temporary: No space left on device") as error:
        browser(WHOLE)("<p>page")
    assert "で PDF を作成できませんでした" in said(error.value).of(Language.JA)
    assert left(tmp_path) == []


def test_a_program_that_cannot_be_started_is_told(browser, tmp_path):
    printed = browser(WHOLE)
    (tmp_path / "chromium").write_bytes(b"\x7fELF no program")
    with pytest.raises(MicroconvError, match=r"chromium made no PDF: .*/chromium: Exec format error"):
        printed("<p>page")


def test_an_interrupt_ends_the_browser_too(browser, tmp_path):
    browser(f"echo $$ > {tmp_path}/parent.new; mv {tmp_path}/parent.new {tmp_path}/parent; sleep 1000\n")
    program = "import sys\nfrom microconv.cli.pdf import printer\nprinter()('<p>page')\n"
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    process = subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.DEVNULL, env=environment)
    assert soon((tmp_path / "parent").exists)
    process.send_signal(signal.SIGINT)
    assert process.wait(20) != 0
    number = int((tmp_path / "parent").read_text())
    assert soon(lambda: gone(number))
    assert left(tmp_path) == []
