"""A page as PDF, by a program that is there: Chromium or one of its kin, or else WeasyPrint."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import IO

from microconv.core.errors import MicroconvError
from microconv.core.text import Text, untranslated

BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
"""Programs that print a page with the same options, the first one that is there being used."""

SECONDS = 120
"""The longest that a browser may take. A page of a hundred accounts takes some ten seconds."""

_TAIL = 1_024
"""The bytes at the end of a PDF among which the mark of its end stands."""

Printer = Callable[[str], bytes]
"""From a page to a PDF. Raises MicroconvError."""


def printer() -> Printer:
    """The program that prints pages here. Raises MicroconvError, with a hint, where there is none."""
    browser = next((path for path in map(shutil.which, BROWSERS) if path), None)
    if browser is not None:
        return partial(_by_browser, browser)
    if importlib.util.find_spec("weasyprint") is not None:
        return _by_weasyprint
    raise MicroconvError(
        Text(
            "there is no program here that makes a PDF: neither Chromium (or Chrome, or Edge) nor WeasyPrint",
            "PDF を作成できるプログラムがありません（Chromium、Chrome、Edge、WeasyPrint のいずれか）",
        ),
        hint=Text(
            "install Chromium, or `pip install weasyprint`; or write --format html and print the page in a browser",
            "Chromium をインストールするか `pip install weasyprint` を実行してください。"
            "--format html で作成し、ブラウザーから印刷することもできます",
        ),
    )


def _by_browser(browser: str, page: str) -> bytes:
    try:
        # What a browser that was ended leaves running may still write: then the folder stays, and the reason is told.
        with tempfile.TemporaryDirectory(prefix="microconv-", ignore_cleanup_errors=True) as folder:
            return _printed(browser, page, Path(folder))
    except OSError as error:
        place = error.filename or tempfile.tempdir
        raise _failed(browser, untranslated(f"{place}: {error.strerror or error}")) from error


def _printed(browser: str, page: str, folder: Path) -> bytes:
    """The PDF that a browser makes of a page within a folder of its own. Raises MicroconvError and OSError."""
    source, made, said = folder / "page.html", folder / "page.pdf", folder / "said.txt"
    source.write_text(page, encoding="utf-8", newline="")
    options = [
        "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
        "--no-pdf-header-footer", f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}",
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")  # a browser of root has none
    with said.open("wb") as errors:
        code = _ran([browser, *options, source.as_uri()], errors)
    if code is None:
        raise _failed(
            browser, Text(f"it did not end within {SECONDS} seconds", f"{SECONDS} 秒以内に終了しませんでした")
        )
    content = made.read_bytes() if made.exists() else b""
    if content.startswith(b"%PDF") and b"%%EOF" in content[-_TAIL:]:
        return content
    if content:
        raise _failed(
            browser, Text(f"its file is not whole (exit code {code})", f"ファイルが不完全です（終了コード {code}）")
        )
    lines = said.read_bytes().decode("utf-8", "replace").strip().splitlines()
    raise _failed(browser, untranslated(lines[-1]) if lines else Text(f"exit code {code}", f"終了コード {code}"))


def _ran(command: list[str], errors: IO[bytes]) -> int | None:
    """The exit code of a program; None where it took too long. It is then ended, with all that it started."""
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors, start_new_session=True
    ) as process:
        try:
            return process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and, where the system has groups of processes, all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()


def _failed(program: str, why: Text) -> MicroconvError:
    return MicroconvError(
        Text(f"{program} made no PDF: {why.en}", f"{program} で PDF を作成できませんでした: {why.ja}"),
        hint=Text(
            "write --format html and print the page in a browser instead",
            "--format html で作成し、ブラウザーから印刷してください",
        ),
    )


def _by_weasyprint(page: str) -> bytes:
    try:
        weasyprint = importlib.import_module("weasyprint")
    except OSError as error:  # Pango, which it needs, is not there
        raise _failed("WeasyPrint", untranslated((str(error).splitlines() or [""])[0])) from error
    return bytes(weasyprint.HTML(string=page).write_pdf())
