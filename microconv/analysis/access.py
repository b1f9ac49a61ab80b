"""Judgement of the way to the accounts: credentials, rights, API versions, clocks. Each check says what to do next."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from microconv.core.errors import MicroconvError, said
from microconv.core.examination import Examination
from microconv.core.text import NO_TEXT, Text, untranslated

CLOCK_S = 60
"""Seconds that a clock may be off: a service account's assertion from the future is refused (RFC 7523, `iat`)."""

SOON = datetime.timedelta(days=120)
"""The time before an API version's end from which on the check warns."""


class Status(enum.StrEnum):
    """The end of a check."""

    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    name: of what was checked; an API's title stands before it where it is of one.
    status: its end.
    state: the state that was read.
    advice: the next step; empty where there is none.
    error: the error behind it; None where there is none.
    """

    name: Text
    status: Status
    state: Text
    advice: Text = NO_TEXT
    error: MicroconvError | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """The accounts of one client: reached, or the error that stopped it.

    account: an API's title and the account, as people write it.
    """

    client: str
    account: str
    name: str = ""
    error: MicroconvError | None = None


def checks(
    examinations: Iterable[Examination],
    now: datetime.datetime,
    server: datetime.datetime | None,
    reached: Iterable[Reached] = (),
) -> tuple[Check, ...]:
    """Every check, in the order of the way: clock, then each API, then each client's accounts.

    now, server: this machine's time and that of Google's servers (None: it was not told), both with a time zone.
    """
    examined = tuple(examinations)
    emulated = any(item.emulated for item in examined)
    result = [_clock(now, server, _EMULATOR if emulated else _GOOGLE)]
    for item in examined:
        result += _of_api(item, now.date())
    result += [_reached(item) for item in reached]
    return tuple(result)


_GOOGLE = Text("Google's servers", "Google のサーバー")
_EMULATOR = Text("the emulator (emulated)", "エミュレーター（emulated）")


def _clock(now: datetime.datetime, server: datetime.datetime | None, whose: Text) -> Check:
    name = Text("clock", "時計")
    if server is None:
        return Check(
            name, Status.UNKNOWN, Text(f"no time came from {whose.en}", f"{whose.ja}の時刻を取得できません"),
            Text("check the network and its proxy", "ネットワークとプロキシを確認してください"),
        )  # fmt: skip
    off = round((now - server).total_seconds())
    if abs(off) <= CLOCK_S:
        return Check(name, Status.OK, Text(f"agrees with {whose.en}", f"{whose.ja}と一致しています"))
    way = Text("ahead of", "進んで") if off > 0 else Text("behind", "遅れて")
    return Check(
        name,
        Status.FAILED,
        Text(f"{abs(off):,} seconds {way.en} Google's servers", f"Google のサーバーより {abs(off):,} 秒{way.ja}います"),
        Text(
            "set it (NTP): Google refuses credentials that are signed at another time",
            "時刻を合わせてください（NTP）。時刻がずれた署名は Google に拒否されます",
        ),
    )


def _of_api(item: Examination, today: datetime.date) -> Iterator[Check]:
    yield _endpoint(item)
    yield _version(item, today)
    if item.source:
        yield Check(_of(item, Text("credentials", "認証情報")), Status.OK, item.source)
    for error in item.errors:
        yield Check(_of(item, Text("access", "アクセス")), Status.FAILED, said(error), untranslated(error.hint), error)
    if item.writes is not None:
        yield _writes(item)
    if not item.errors:
        yield _accounts(item)


def _endpoint(item: Examination) -> Check:
    name = _of(item, Text("endpoint", "接続先"))
    if item.emulated is None:
        return Check(name, Status.UNKNOWN, Text("not known without credentials", "認証情報がないため不明です"))
    if item.emulated:
        return Check(
            name, Status.OK, Text("the emulator on this machine (emulated)", "このマシンのエミュレーター（emulated）"),
            Text("for real accounts, unset the variables of the emulator's env file",
                 "実アカウントを使うには、エミュレーターの環境変数を解除してください"),
        )  # fmt: skip
    return Check(name, Status.OK, Text("Google", "Google"))


def _version(item: Examination, today: datetime.date) -> Check:
    name = _of(item, Text("API version", "API バージョン"))
    if item.ends is None:
        return Check(
            name, Status.OK, Text(f"{item.versions}; no end is announced", f"{item.versions}。終了予定は未発表です")
        )
    month = f"{item.ends:%Y-%m}"
    state = Text(f"{item.versions}; Google means to end it in {month}", f"{item.versions}。{month} に終了予定です")
    update = Text("install the newest microconv", "最新の microconv をインストールしてください")
    if today >= item.ends:
        return Check(name, Status.FAILED, state, update)
    if today >= item.ends - SOON:
        return Check(name, Status.WARNING, state, update)
    return Check(name, Status.OK, state)


def _writes(item: Examination) -> Check:
    name = _of(item, Text("scope to write", "書き込みスコープ"))
    if item.writes:
        return Check(
            name,
            Status.OK,
            Text("granted; the role in each account decides too", "付与済み（アカウントごとの権限も必要）"),
        )
    return Check(
        name, Status.WARNING,
        Text("not granted: plan and audit work, sync does not",
             "未付与: plan と audit は使えますが、sync は使えません"),
        Text("sign in again with the scope analytics.edit (docs/credentials.md)",
             "スコープ analytics.edit を付けて再度ログインしてください（docs/credentials.md）"),
    )  # fmt: skip


def _accounts(item: Examination) -> Check:
    name = _of(item, Text("accounts visible", "見えるアカウント"))
    if not item.accounts:
        return Check(
            name, Status.WARNING, Text("none", "なし"),
            Text("give the user of these credentials access, in the account's own settings",
                 "アカウントの設定画面で、この認証情報のユーザーに権限を付与してください"),
        )  # fmt: skip
    listed = [" ".join(part for part in (one.number, one.name) if part) for one in item.accounts]
    notes = [one.note for one in item.accounts]
    en = "; ".join(f"{one} ({note.en})" if note else one for one, note in zip(listed, notes, strict=True))
    ja = "、".join(f"{one}（{note.ja}）" if note else one for one, note in zip(listed, notes, strict=True))
    more = Text(f"; and {item.left_off} more", f"、ほか {item.left_off} 件") if item.left_off else NO_TEXT
    status = Status.WARNING if item.doubtful else Status.OK
    return Check(name, status, Text(en + more.en, ja + more.ja), item.advice)


def _reached(item: Reached) -> Check:
    account = untranslated(item.account)
    name = Text(f"{item.client}: {account.en}", f"{item.client}: {account.ja}")
    if item.error is not None:
        return Check(name, Status.FAILED, said(item.error), untranslated(item.error.hint), item.error)
    read = Text("can be read", "読み取り可")
    return Check(name, Status.OK, Text(f"{item.name}: {read.en}", f"{item.name}: {read.ja}") if item.name else read)


def _of(item: Examination, what: Text) -> Text:
    title = untranslated(item.title)
    return Text(f"{title.en}: {what.en}", f"{title.ja}: {what.ja}")
