"""A page as PDF, by a program that is there: Chromium or one of its kin, or else WeasyPrint."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from microconv.core.errors import MicroconvError
from microconv.core.text import Text

BROWSERS = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "microsoft-edge", "msedge",
)  # fmt: skip
"""Programs that print a page with the same options, the first one that is there being used."""

SECONDS = 120
"""The longest that a browser may take. A page of a hundred accounts takes some ten seconds."""

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
    with tempfile.TemporaryDirectory(prefix="microconv-") as folder:
        source, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        source.write_text(page, encoding="utf-8", newline="")
        options = [
            "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync",
            "--no-pdf-header-footer", f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}",
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            options.append("--no-sandbox")  # a browser of root has none
        try:
            done = subprocess.run(
                [browser, *options, source.as_uri()], capture_output=True, timeout=SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise _failed(browser, str(error)) from error
        if not made.exists():
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise _failed(browser, lines[-1] if lines else f"exit code {done.returncode}")
        return made.read_bytes()


def _failed(program: str, why: str) -> MicroconvError:
    return MicroconvError(
        f"{program} made no PDF: {why}", hint="write --format html and print the page in a browser instead"
    )


def _by_weasyprint(page: str) -> bytes:
    try:
        weasyprint = importlib.import_module("weasyprint")
    except OSError as error:  # Pango, which it needs, is not there
        raise _failed("WeasyPrint", str(error).splitlines()[0]) from error
    return bytes(weasyprint.HTML(string=page).write_pdf())
