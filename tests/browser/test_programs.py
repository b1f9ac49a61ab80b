"""Without a browser nothing is tested here: that is said, and in continuous integration it is a failure."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.browser.conftest import programs

SAID = r"^not installed: chromium, chromedriver \(Debian: apt-get install chromium chromium-driver\)"


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder in which programs are looked for."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize("ci", ["", "false"])
def test_what_is_not_installed_skips_the_test(ci: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", ci)
    with pytest.raises(pytest.skip.Exception, match=f"{SAID}$"):
        programs("chromium", "chromedriver")


def test_in_continuous_integration_it_fails(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match=f"{SAID}; where CI is set, these tests are not skipped$"):
        programs("chromium", "chromedriver")


def test_only_what_is_lacking_is_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    for name in ("chromium", "pdftotext"):
        (path / name).write_text("#!/bin/sh\n", encoding="utf-8")
        (path / name).chmod(0o755)
    assert programs("pdftotext", "chromium") == [str(path / "pdftotext"), str(path / "chromium")]
    with pytest.raises(pytest.skip.Exception, match=r"^not installed: chromedriver \(Debian: .* chromium-driver\)$"):
        programs("chromium", "chromedriver")
