"""A folder of saved plans: one file for each client, and a list of them that says which plan is whose.

The list, `plans.jsonl`, has a line for each plan, added before the file is written: so a run that was cut off leaves
no plan that nobody knows of. Its head names the files of earlier runs, which a client that failed since still has
there. A file that is named nowhere in it is somebody else's, and is never replaced.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from microconv.cli.files import unwritten, write
from microconv.core.client import Client
from microconv.core.errors import NOTHING_CHANGED, MicroconvError, PlanFileError, Refusal, RefusedError
from microconv.core.json_text import json_line
from microconv.core.plan import Plan
from microconv.core.text import Text
from microconv.loading import read_plan, unreadable
from microconv.providers.registry import pairs

LIST = "plans.jsonl"
"""The name of the list."""

FORMAT = 1
"""Version of the list. A newer one is refused, never guessed at."""

_END = ".plan.json"
_LONGEST = 40
"""The most characters of a label in a file's name: in UTF-8 at most 160 bytes of the 255 that file systems take."""


def file_name(client: Client) -> str:
    """The name of a client's plan: what is harmless of its label, and a digest of the whole and of its accounts.

    Letters and digits of any script are harmless. Names differ also where case does not count.
    """
    readable = "".join(sign if sign.isalnum() or sign in "_-" else "-" for sign in client.label)
    digest = hashlib.sha256(json_line([client.label, pairs(client.accounts)]).encode()).hexdigest()[:12]
    return f"{readable[:_LONGEST].strip('-')}-{digest}{_END}".lstrip("-")


def is_folder(path: Path, clients: int) -> bool:
    """True where plans go into a folder: it is there, or they are several, and the name is not that of a file."""
    return path.is_dir() or (clients > 1 and not path.exists() and path.suffix != ".json")


class PlanFolder:
    """The folder that a run of `plan` fills."""

    def __init__(self, folder: Path, clients: Sequence[Client], *, resume: bool) -> None:
        """Make the folder and its list, with `resume` go on with the one there. Nothing else is written yet.

        Raises MicroconvError where a file of somebody else has a name that a client's plan or the list would have.
        """
        self.folder = folder
        self._names = {client.label: file_name(client) for client in clients}
        before, listed = _read_list(folder)
        self._known = {*before, *(record["file"] for record in listed.values())}
        for name in self._names.values():
            self._check(name)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
        except OSError as error:
            raise unwritten(folder, error) from error
        self._there = listed if resume else {}
        if not (resume and listed):
            there = sorted(name for name in self._known if os.path.lexists(folder / name))
            write(folder / LIST, json_line({"record": "plans", "format": FORMAT, "before": there}) + "\n")

    def has(self, client: Client) -> bool:
        """True where the list has a plan of the client as its config is now, and its file is there."""
        record = self._there.get(client.label, {})
        return record.get("config_digest") == client.digest and (self.folder / str(record.get("file"))).is_file()

    def add(self, plan: Plan) -> None:
        """List a client's plan, and write it. Raises MicroconvError."""
        name, text = self._names[plan.client], plan.to_json()
        self._check(name)
        record = {"record": "plan", "client": plan.client, "file": name, "config_digest": plan.config_digest}
        line = json_line({**record, "sha256": hashlib.sha256(text.encode()).hexdigest()}) + "\n"
        try:
            flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0)
            handle = os.open(self.folder / LIST, flags)
            with os.fdopen(handle, "a", encoding="utf-8") as file:
                file.write(line)
        except OSError as error:
            raise unwritten(self.folder / LIST, error) from error
        self._known.add(name)
        write(self.folder / name, text)

    def _check(self, name: str) -> None:
        if name not in self._known and os.path.lexists(self.folder / name):
            raise MicroconvError(
                Text(
                    f"{self.folder / name}: is not listed in {LIST}, so that it may be somebody else's; it is not "
                    "replaced",
                    f"{self.folder / name} は {LIST} に記載がなく、別のファイルの可能性があるため置き換えません",
                ),
                hint=Text(
                    "name an empty folder, or take the file away",
                    "空のフォルダを指定するか、ファイルを移動してください",
                ),
            )


class SavedPlans:
    """The plans in a folder, for a run of `sync`."""

    def __init__(self, folder: Path) -> None:
        """Read the list. Raises PlanFileError where there is none."""
        self._folder = folder
        self._before, self._listed = _read_list(folder)
        if not self._listed and not (folder / LIST).exists():
            raise PlanFileError(
                Text(f"{folder}: has no {LIST}", f"{folder} に {LIST} がありません"),
                hint=Text(
                    "make the plans with `microconv plan PATH… --out FOLDER`",
                    "`microconv plan PATH… --out FOLDER` でプランを作成してください",
                ),
            )

    def of(self, client: Client) -> Plan:
        """The plan of a client. Raises RefusedError where there is none, PlanFileError where it is not as written."""
        record = self._listed.get(client.label)
        if record is None:
            raise RefusedError(NOTHING_CHANGED, [without_plan(self._folder)])
        path = self._folder / record["file"]
        try:
            data = path.read_bytes()
        except OSError as error:
            raise PlanFileError(unreadable(path, error)) from error
        if hashlib.sha256(data).hexdigest() != record.get("sha256"):
            raise PlanFileError(
                Text(f"{path}: is not the plan that {LIST} lists", f"{path} は {LIST} に記載されたプランと異なります"),
                hint=Text("make the plans again", "プランを作成し直してください"),
            )
        return read_plan(path, data)

    def extra(self, clients: Iterable[Client]) -> list[Text]:
        """The plans that are of no client of the run, and those that are older than the list, in a sentence each."""
        labels = {client.label for client in clients}
        others = sorted(label for label in self._listed if label not in labels)
        listed = {record["file"] for record in self._listed.values()}
        unlisted = sorted(path.name for path in self._folder.glob(f"*{_END}") if path.name not in listed)
        others += [name for name in unlisted if name not in self._before]
        older = [name for name in unlisted if name in self._before]
        return [_left_alone(some, self._folder, why) for some, why in ((others, _OTHERS), (older, _OLDER)) if some]


_OTHERS = Text("of no client of this run", "今回のクライアントのものではないため")
_OLDER = Text("from before the last `plan`, which made none of the client", "直近の plan より古いため")


def _left_alone(names: Sequence[str], folder: Path, why: Text) -> Text:
    count, some = len(names), ", ".join(names)
    return Text(
        f"{count} plan{'s' * (count != 1)} in {folder} {why.en}, not applied: {some}",
        f"{folder} 内のプラン {count} 件は、{why.ja}適用しません: {some}",
    )


def without_plan(folder: Path) -> Refusal:
    """The refusal of a client of which the folder has no plan."""
    return Refusal(
        "no-plan",
        Text(f"there is no plan of this client in {folder}", f"{folder} にこのクライアントのプランがありません"),
        Text(
            "make one with `microconv plan PATH… --out FOLDER`, or leave the client out",
            "`microconv plan PATH… --out FOLDER` で作成するか、このクライアントを対象から外してください",
        ),
    )


def _read_list(folder: Path) -> tuple[frozenset[str], dict[str, dict[str, Any]]]:
    """The files of earlier runs, and the records of a folder's list by label, the last of each; none without a list.

    Raises PlanFileError for a list that is not one of ours, or a newer one.
    """
    path = folder / LIST
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return frozenset(), {}
    except (OSError, UnicodeDecodeError) as error:
        raise PlanFileError(Text(f"{path}: cannot be read: {error}", f"{path} を読み取れません: {error}")) from error
    records = [record for line in lines if (record := _record(line)) is not None]
    head = records[0] if records else {}
    if head.get("record") != "plans" or head.get("format") != FORMAT:
        raise PlanFileError(
            Text(f"{path}: is no list of plans of this version", f"{path} はこのバージョンのプラン一覧ではありません"),
            hint=Text("name another folder", "別のフォルダを指定してください"),
        )
    plans = [record for record in records[1:] if record.get("record") == "plan"]
    before = head.get("before")
    names = frozenset(name for name in before if isinstance(name, str)) if isinstance(before, list) else frozenset()
    return names, {str(record["client"]): record for record in plans if _plain(record)}


def _record(line: str) -> dict[str, Any] | None:
    """The record on a line; None for a line that was cut off."""
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None


def _plain(record: dict[str, Any]) -> bool:
    """True for a record whose file lies in the folder itself, whatever somebody made of the list."""
    name = record.get("file")
    return (
        isinstance(record.get("client"), str)
        and isinstance(name, str)
        and name.endswith(_END)
        and (Path(name).name == name and "\\" not in name)
    )
