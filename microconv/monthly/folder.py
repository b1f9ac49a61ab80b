"""The folder of a client's monthly reports. What is in it is never written over.

reports/CLIENT/2026-10.json        the first edition, frozen
reports/CLIENT/2026-10.2.json      a second one, with fresh numbers
reports/CLIENT/2026-10.setup.json  the setup at the end of the month, a snapshot
reports/CLIENT/notes/2026-10.md    what the person has to say, who alone writes it
"""

from __future__ import annotations

import codecs
import errno
import os
import re
import tempfile
from pathlib import Path

from microconv.core.documents.snapshot import Snapshot, from_lines
from microconv.core.errors import ReportError, SnapshotError, said
from microconv.core.moment import moment
from microconv.core.months import Month
from microconv.core.text import Text
from microconv.monthly.folder_names import folder_name

REPORTS = Path("reports")
"""The folder of all reports, where nobody names another one: in the working directory."""

_EDITION = re.compile(r"([0-9]{4}-[0-9]{2})(?:\.([1-9][0-9]*))?\.json")
_NO_LINKS = frozenset({errno.EPERM, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EMLINK})
"""Answers of file systems that have no hard links: exFAT, many network drives."""

_FILES = re.compile(r"[0-9]{4}-[0-9]{2}(?:\.[1-9][0-9]*|\.setup)?\.json")
_NOTES = re.compile(r"[0-9]{4}-[0-9]{2}\.md")

_ELSEWHERE = Text("name another folder with --reports DIR", "--reports DIR で別のフォルダを指定してください")
_MOVE = Text(
    "move the file away and run again; a backup of it may be put in its place",
    "ファイルを別の場所に移して、もう一度実行してください。バックアップがあれば元の場所に戻してください",
)


def is_kept(root: Path, path: Path) -> bool:
    """True where a path is that of an edition, a setup or notes of a client in the folder of all reports.

    The case of letters makes no difference, as on many file systems. A link to such a file is none.
    """
    try:
        parts = (path.parent.resolve() / path.name).relative_to(root.resolve()).parts
    except (OSError, RuntimeError, ValueError):
        return False
    match [part.lower() for part in parts]:
        case [_, name]:
            return _FILES.fullmatch(name) is not None
        case [_, "notes", name]:
            return _NOTES.fullmatch(name) is not None
    return False


class ReportFolder:
    """The reports of one client below `root`. Every method raises ReportError where a file cannot be used."""

    def __init__(self, root: Path, client: str) -> None:
        self.path = root / folder_name(client)

    def prepare(self) -> None:
        """Make the folder, and see that files can be made in it: before anything is asked of an API."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self.path):
                pass
        except OSError as error:
            raise _unwritten(self.path, error) from error

    def months(self) -> tuple[Month, ...]:
        """The months with a frozen report, in their order."""
        return tuple(sorted({month for month, _ in self._editions()}))

    def editions(self, month: Month) -> tuple[int, ...]:
        """The numbers of a month's editions, the newest last."""
        return tuple(sorted(number for one, number in self._editions() if one == month))

    def _editions(self) -> list[tuple[Month, int]]:
        try:
            names = [entry.name for entry in os.scandir(self.path)]
        except FileNotFoundError:
            return []
        except OSError as error:
            raise _unread(self.path, error) from error
        editions = []
        for name in names:
            parts = _EDITION.fullmatch(name)
            if parts is None or parts[2] == "1":
                continue
            try:
                editions.append((Month.parse(parts[1]), int(parts[2] or 1)))
            except ValueError:
                continue  # 2026-13.json is nothing of ours
        return editions

    def edition_path(self, month: Month, number: int) -> Path:
        """The file of an edition."""
        return self.path / (f"{month}.json" if number == 1 else f"{month}.{number}.json")

    def setup_path(self, month: Month) -> Path:
        """The file of a month's setup."""
        return self.path / f"{month}.setup.json"

    def notes_path(self, month: Month) -> Path:
        """The file for the person's notes."""
        return self.path / "notes" / f"{month}.md"

    def edition(self, month: Month, number: int) -> str:
        """The text of an edition."""
        path = self.edition_path(month, number)
        try:
            return path.read_bytes().decode("utf-8")
        except OSError as error:
            raise _unread(path, error) from error
        except UnicodeDecodeError as error:
            raise damaged(path, Text("it is not UTF-8 text", "UTF-8 のテキストではありません")) from error

    def freeze(self, month: Month, number: int, text: str) -> bool:
        """Keep an edition. False where one of this number is there already, which stays as it is."""
        return _made(self.edition_path(month, number), text)

    def freeze_setup(self, month: Month, text: str) -> bool:
        """Keep the setup of a month. False where it is there already, which stays as it is."""
        return _made(self.setup_path(month), text)

    def setup(self, month: Month) -> Snapshot | None:
        """The setup that was frozen with a month's report, with its time; None where there is none."""
        path = self.setup_path(month)
        try:
            with path.open("rb") as file:
                snapshot = from_lines(file)
        except FileNotFoundError:
            return None
        except OSError as error:
            raise _unread(path, error) from error
        except SnapshotError as error:
            raise damaged(path, said(error)) from error
        if moment(snapshot.taken) is None:
            why = Text("it does not say when it was taken", "取得した日時が書かれていません")
            raise damaged(path, why)
        return snapshot

    def notes(self, month: Month) -> str:
        """The person's notes, with `\\n` between lines; empty where there are none.

        UTF-8, or UTF-16 with its mark, as editors on Windows write them.
        """
        path = self.notes_path(month)
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise _unread(path, error) from error
        marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        try:
            text = content.decode("utf-16" if marked else "utf-8-sig")
        except UnicodeDecodeError as error:
            raise ReportError(
                Text(f"{path}: is not UTF-8 text", f"{path}: UTF-8 のテキストではありません"),
                hint=Text(
                    "save the notes as UTF-8 in your editor; nothing was changed",
                    "考察のファイルを UTF-8 で保存し直してください。何も変更していません",
                ),
            ) from error
        return text.replace("\r\n", "\n").replace("\r", "\n")


def damaged(path: Path, why: Text) -> ReportError:
    """The error of a file of the folder that is there and cannot be used."""
    return ReportError(Text(f"{path}: cannot be used: {why.en}", f"{path}: 使用できません: {why.ja}"), hint=_MOVE)


def _made(path: Path, text: str) -> bool:
    """Make a file, whole or not at all; false where it is there already."""
    temporary = ""
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(text.encode("utf-8"))
            file.flush()
            os.fsync(file.fileno())
        _put(temporary, path)
    except FileExistsError:
        return False
    except OSError as error:
        raise _unwritten(path, error) from error
    finally:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
    return True


def _put(temporary: str, path: Path) -> None:
    """Give a file that is whole its name. Raises FileExistsError where the name is taken.

    Where there are no hard links the name is taken first, so that of two runs one has it, and then filled by a move.
    """
    try:
        os.link(temporary, path)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            os.replace(temporary, path)
        except BaseException:
            path.unlink()
            raise


def _unread(path: Path, error: OSError) -> ReportError:
    reason = error.strerror or str(error)
    return ReportError(Text(f"{path}: cannot be read: {reason}", f"{path}: 読み取れません: {reason}"), hint=_ELSEWHERE)


def _unwritten(path: Path, error: OSError) -> ReportError:
    reason = error.strerror or str(error)
    return ReportError(
        Text(f"{path}: cannot be written: {reason}", f"{path} に書き込めません: {reason}"), hint=_ELSEWHERE
    )
