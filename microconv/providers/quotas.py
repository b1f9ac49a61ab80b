"""The limits that Google sets to a Cloud project, and the ledger of each API.

Figures of Google Ads: developers.google.com/google-ads/api/docs/api-policy/access-levels (operations in a sliding
window of 24 hours, of the Cloud project since developer tokens ended on 2026-09-09); of the GA4 Admin API:
developers.google.com/analytics/devguides/config/admin/v1/quotas (a project's 1,200 requests a minute, of one user 600,
of which 180 write); both checked 2026-11-28. Which level a project has nobody tells by API.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from microconv.core.errors import MicroconvError
from microconv.core.text import Text
from microconv.providers.cloud_project import default_project, hashed, project_of, project_of_file
from microconv.providers.emulator import EMULATOR_VARIABLE
from microconv.providers.quota_windows import DAY_S, Window
from microconv.state_folder import state_folder

ACCESS_VARIABLE = "MICROCONV_GOOGLE_ADS_ACCESS"
"""The access level of the Cloud project for Google Ads: a word of `LEVELS`, or a number of operations in 24 hours."""

LEVELS: Mapping[str, int | None] = {"explorer": 2_880, "test": 15_000, "basic": 15_000, "standard": None}
"""The operations in 24 hours of each level; None without limit. Explorer: on accounts that are not test accounts."""

GOOGLE_ADS, GA4 = "google_ads", "ga4"
DAY, MINUTE, WRITES = "day", "minute", "writes"

REQUESTS_A_MINUTE, WRITES_A_MINUTE = 600, 180
"""Of the GA4 Admin API, for one user."""

LONGEST_WAIT_S = 600.0
"""A request that would have to wait longer for its place is not sent."""


def operations_a_day(environment: Mapping[str, str]) -> int | None:
    """The operations of Google Ads that the project may send in 24 hours; None without a limit, or an unknown one.

    Raises MicroconvError where the variable holds neither a level nor a number.
    """
    named = access_level(environment)
    if not named:
        return None
    if named in LEVELS:
        return LEVELS[named]
    if named.isascii() and named.isdigit() and int(named) > 0:
        return int(named)
    words = ", ".join(LEVELS)
    raise MicroconvError(
        Text(
            f"{ACCESS_VARIABLE} is {named!r}, which is no access level",
            f"環境変数 {ACCESS_VARIABLE} の値 {named!r} はアクセスレベルではありません",
        ),
        hint=Text(
            f"name the level of your Cloud project ({words}), or the operations that it may send in 24 hours",
            f"Cloud プロジェクトのアクセスレベル（{words}）か、24 時間あたりのオペレーション数を指定してください",
        ),
    )


def access_level(environment: Mapping[str, str]) -> str:
    """The access level that somebody has named, in small letters; empty where nobody has."""
    return environment.get(ACCESS_VARIABLE, "").strip().lower()


def google_ads_windows(environment: Mapping[str, str]) -> tuple[Window, ...]:
    """The windows of Google Ads. Raises MicroconvError as `operations_a_day` does."""
    return (Window(DAY, DAY_S, 60.0, operations_a_day(environment)),)


def ga4_windows() -> tuple[Window, ...]:
    """The windows of the GA4 Admin API: no limit of a day is published."""
    return (
        Window(DAY, DAY_S, 60.0, None),
        Window(MINUTE, 60.0, 1.0, REQUESTS_A_MINUTE),
        Window(WRITES, 60.0, 1.0, WRITES_A_MINUTE),
    )


def google_ads_project(settings: Mapping[str, object], environment: Mapping[str, str]) -> str:
    """The project that the settings of the official client belong to, see `cloud_project`."""
    path = str(settings.get("json_key_file_path") or "")
    if path:
        return project_of_file(path)
    if settings.get("use_application_default_credentials"):
        return default_project(environment)
    named = {"client_id": settings.get("client_id")} if settings.get("client_id") else {}
    token = str(settings.get("developer_token") or "")
    return project_of(named) if named or not token else hashed(token)


def ledger_path(api: str, project: str, environment: Mapping[str, str], *, emulated: bool = False) -> Path:
    """The file in which the requests of a project to an API are counted; those to an emulator have one for each."""
    if emulated:
        place = environment.get(EMULATOR_VARIABLE, "") + environment.get("GRPC_DEFAULT_SSL_ROOTS_FILE_PATH", "")
        return state_folder() / "requests" / "emulated" / f"{api}-{hashed(place)}-day.json"
    return state_folder() / "requests" / f"{api}-{quote(project, safe='')}-day.json"


def forget_old(folder: Path, now: float) -> None:
    """Delete what was counted for emulators that nobody has asked for two days."""
    for path in folder.glob("*-day.*") if folder.is_dir() else ():
        try:
            if path.stat().st_mtime < now - 2 * DAY_S:
                path.unlink()
        except FileNotFoundError:
            continue  # another process was faster
