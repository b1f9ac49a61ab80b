"""The folder of reports: nothing in it is written over, whatever happens."""

from __future__ import annotations

import errno
import os
import tempfile
from concurrent.futures import ThreadPoolExecutor

import pytest

from microconv.core.errors import ReportError, said
from microconv.core.months import Month
from microconv.core.text import Language
from microconv.monthly.folder import ReportFolder

OCTOBER = Month(2026, 10)


@pytest.fixture
def folder(tmp_path):
    made = ReportFolder(tmp_path / "reports", "aoi")
    made.prepare()
    return made


def names(folder):
    return sorted(path.name for path in folder.path.rglob("*"))


def test_an_edition_is_never_written_over(folder):
    assert folder.freeze(OCTOBER, 1, "first") is True
    assert folder.freeze(OCTOBER, 1, "other") is False
    assert folder.freeze(OCTOBER, 2, "second") is True
    assert (folder.edition(OCTOBER, 1), folder.edition(OCTOBER, 2)) == ("first", "second")
    assert (folder.editions(OCTOBER), folder.editions(OCTOBER.before)) == ((1, 2), ())
    assert names(folder) == ["2026-10.2.json", "2026-10.json"]


def test_months_are_those_with_an_edition(folder):
    for name in ("2026-09.json", "2026-10.json", "2026-13.json", "2026-08.setup.json", "2026-07.1.json", "x.json"):
        (folder.path / name).write_text("{}")
    assert folder.months() == (Month(2026, 9), OCTOBER)


def test_a_folder_that_is_not_there_has_nothing(tmp_path):
    folder = ReportFolder(tmp_path / "none", "aoi")
    assert (folder.months(), folder.editions(OCTOBER)) == ((), ())
    assert (folder.notes(OCTOBER), folder.setup(OCTOBER)) == ("", None)


@pytest.mark.parametrize("links", [True, False])
def test_of_many_runs_at_once_one_keeps_its_report_whole(folder, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", refused(errno.EOPNOTSUPP))
    texts = [str(number) * 100_000 for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(lambda text: folder.freeze(OCTOBER, 1, text), texts))
    assert sum(kept) == 1
    assert folder.edition(OCTOBER, 1) == texts[kept.index(True)]
    assert names(folder) == ["2026-10.json"]


def refused(code):
    def fail(*args, **kwargs):
        raise OSError(code, os.strerror(code))

    return fail


@pytest.mark.parametrize("call", ["fsync", "link"])
def test_a_full_disk_leaves_nothing(folder, monkeypatch, call):
    with monkeypatch.context() as patch:
        patch.setattr(os, call, refused(errno.ENOSPC))
        with pytest.raises(ReportError, match=r"2026-10\.json: cannot be written: No space left"):
            folder.freeze(OCTOBER, 1, "text")
    assert names(folder) == []
    assert folder.freeze(OCTOBER, 1, "text") is True


@pytest.mark.parametrize("call", ["fsync", "link", "replace"])
def test_an_interrupt_leaves_nothing(folder, monkeypatch, call):
    def interrupt(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if call == "replace":
            patch.setattr(os, "link", refused(errno.EPERM))
        patch.setattr(os, call, interrupt)
        with pytest.raises(KeyboardInterrupt):
            folder.freeze(OCTOBER, 1, "text")
    assert names(folder) == []


def test_a_read_only_folder_is_told_before_anything_is_asked(folder, monkeypatch):
    monkeypatch.setattr(tempfile, "TemporaryFile", refused(errno.EROFS))
    with pytest.raises(ReportError, match="cannot be written: Read-only file system") as error:
        folder.prepare()
    assert "--reports" in error.value.hint
    assert names(folder) == []


def test_a_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "reports").write_text("")
    with pytest.raises(ReportError, match="cannot be written") as error:
        ReportFolder(tmp_path / "reports", "aoi").prepare()
    assert "書き込めません" in said(error.value).of(Language.JA)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("よい月でした。\r\n- 施策".encode("utf-8-sig"), "よい月でした。\n- 施策"),
        ("よい月でした。\r\n".encode("utf-16"), "よい月でした。\n"),
        (b"old\rmac", "old\nmac"),
        (b"", ""),
    ],
)
def test_notes_as_editors_write_them(folder, content, text):
    path = folder.notes_path(OCTOBER)
    path.parent.mkdir()
    path.write_bytes(content)
    assert folder.notes(OCTOBER) == text
    assert path.read_bytes() == content


def test_notes_in_another_encoding(folder):
    path = folder.notes_path(OCTOBER)
    path.parent.mkdir()
    path.write_bytes("よい月でした".encode("cp932"))
    with pytest.raises(ReportError, match=r"notes/2026-10\.md: is not UTF-8 text"):
        folder.notes(OCTOBER)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"kind": "microconv snapshot", "format": 99}'])
def test_a_damaged_setup(folder, content):
    folder.setup_path(OCTOBER).write_bytes(content)
    with pytest.raises(ReportError, match=r"2026-10\.setup\.json: cannot be used: ") as error:
        folder.setup(OCTOBER)
    assert "move the file away" in error.value.hint
    assert folder.setup_path(OCTOBER).read_bytes() == content


def test_an_edition_that_is_no_text(folder):
    folder.edition_path(OCTOBER, 1).write_bytes(b"\xff\xfe")
    with pytest.raises(ReportError, match=r"2026-10\.json: cannot be used: it is not UTF-8 text"):
        folder.edition(OCTOBER, 1)
    with pytest.raises(ReportError, match=r"2026-10\.2\.json: cannot be read"):
        folder.edition(OCTOBER, 2)
