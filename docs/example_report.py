"""Write the example of a monthly report, in both languages: `python3 docs/example_report.py`.

It is the report of the shop in `configs/` for October 2026, from the emulator's own world, with the notes of
docs/report.md. A test says when the pages are stale (`tests/docs/test_example_report.py`).
"""

from __future__ import annotations

import datetime
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

DOCS = Path(__file__).parent
PAGES = {"en": "example-report.md", "ja": "example-report.ja.md"}
"""The pages, by language."""

NOW = datetime.datetime(2026, 11, 23, tzinfo=datetime.UTC)
"""The time at which the report is made."""

_ABOUT = {
    "en": "> An example: the emulated October of the shop in [configs/](../configs/aoi-store.yaml), as `microconv "
    "report configs/aoi-store.yaml --month 2026-10 --format markdown` draws it. No number comes from Google. "
    "[日本語](example-report.ja.md)",
    "ja": "> 作成例: [configs/](../configs/aoi-store.yaml) のショップの 2026年10月を、エミュレーターのデータで "
    "`microconv report configs/aoi-store.yaml --month 2026-10 --format markdown --language ja` により出力したものです。"
    "Google の数値ではありません。[English](example-report.md)",
}


def pages() -> Mapping[str, str]:
    """The text of each page, by its name. Needs an environment in which no account is reached but the emulator's."""
    from microconv import Month, Project, load
    from microconv.core.text import Language
    from microconv.emulator import Emulator
    from microconv.render.report.markdown import to_markdown
    from microconv.render.report.sections import outline

    (notes,) = re.findall(r"```markdown\n(.*?)```", (DOCS / "report.md").read_text("utf-8"), re.DOTALL)
    kept = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="microconv-") as folder, Emulator() as emulator:
        os.environ.update(emulator.environment())
        try:
            project = Project(
                load(DOCS.parent / "configs" / "aoi-store.yaml"), state=Path(folder, "state"), clock=lambda: NOW
            )
            report = project.report(Month(2026, 10), folder=Path(folder, "reports"))
        finally:
            os.environ.clear()
            os.environ.update(kept)
    drawn = outline(replace(report, notes=notes))
    return {
        name: f"<!-- Written by docs/example_report.py; do not edit. -->\n\n{_ABOUT[language]}\n\n"
        f"{to_markdown(drawn, Language(language))}"
        for language, name in PAGES.items()
    }


def write() -> None:
    """Write both pages."""
    for name, text in pages().items():
        (DOCS / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
