"""Faults of files that hold credentials of Google, in our own words. Nothing of a file's content is told.

Kinds and fields of the files: google-auth 2.62 (`google/auth/_default.py`, `oauth2/service_account.py`), checked
2026-11-29.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from microconv.core.text import Text, joined

SERVICE_ACCOUNT = "service_account"

_FIELDS: Mapping[str, tuple[str, ...]] = {
    SERVICE_ACCOUNT: ("client_email", "private_key", "token_uri"),
    "authorized_user": ("client_id", "client_secret", "refresh_token"),
}
_OTHER_KINDS = frozenset(
    {
        "external_account",
        "external_account_authorized_user",
        "impersonated_service_account",
        "gdch_service_account",
    }
)
_OAUTH_CLIENT = frozenset({"installed", "web"})
_CODE = re.compile(r"[a-z]+(?:_[a-z]+)+")

A_KEY = Text(
    "a service account's key is made in the Google Cloud console (IAM & Admin > Service Accounts > Keys)",
    "サービス アカウントのキーは、Google Cloud コンソール（IAM と管理 > サービス アカウント > 鍵）で作成できます",
)
"""The way to a key, for the next step where a key file cannot be used."""


def key_fault(path: str, *, service_account: bool = False) -> Text | None:
    """The fault of a key file; None where its form is right. `service_account`: no other kind will do."""
    try:
        content = Path(path).read_text("utf-8")
    except FileNotFoundError:
        return Text(f"the key file {path} does not exist", f"キーファイル {path} がありません")
    except IsADirectoryError:
        return Text(f"{path} is a folder, not a key file", f"{path} はキーファイルではなくフォルダです")
    except PermissionError:
        return Text(f"this user may not read the key file {path}", f"キーファイル {path} を読み取る権限がありません")
    except (OSError, ValueError):
        return _no_key(path)
    if not content.strip():
        return Text(f"the key file {path} is empty", f"キーファイル {path} が空です")
    try:
        data = json.loads(content)
    except ValueError:
        return Text(
            f"the key file {path} is damaged: its content is not JSON",
            f"キーファイル {path} が壊れています（JSON ではありません）",
        )
    return _content_fault(path, data, service_account=service_account)


def _content_fault(path: str, data: object, *, service_account: bool) -> Text | None:
    if not isinstance(data, dict):
        return _no_key(path)
    if _OAUTH_CLIENT & data.keys():
        return Text(
            f"{path} describes an OAuth client and is no key: nobody has signed in with it yet",
            f"{path} は OAuth クライアントの定義ファイルです。ログイン後の認証情報ではありません",
        )
    kind = data.get("type")
    if not isinstance(kind, str) or kind not in {*_FIELDS, *_OTHER_KINDS}:
        return _no_key(path)
    if service_account and kind != SERVICE_ACCOUNT:
        return Text(f"{path} is not the key of a service account", f"{path} はサービス アカウントのキーではありません")
    lacking = [name for name in _FIELDS.get(kind, ()) if not data.get(name)]
    if lacking:
        names = joined(lacking)
        return Text(
            f"the key file {path} is incomplete: it lacks {names.en}",
            f"キーファイル {path} に {names.ja} がありません",
        )
    return None


def unusable(path: str) -> Text:
    """The sentence for a key file of the right form that google-auth still cannot use."""
    return Text(
        f"the key in {path} is damaged: it cannot be used",
        f"キーファイル {path} のキーが壊れていて使用できません",
    )


def _no_key(path: str) -> Text:
    return Text(f"{path} is not a key file of Google's", f"{path} は Google のキーファイルではありません")


def signed_in(environment: Mapping[str, str] = os.environ) -> str:
    """The file in which gcloud keeps a user's sign-in, where there is one; otherwise an empty string."""
    folder = environment.get("CLOUDSDK_CONFIG") or (
        str(Path(environment.get("APPDATA", ""), "gcloud"))
        if os.name == "nt"
        else str(Path(environment.get("HOME") or "~").expanduser() / ".config" / "gcloud")
    )
    path = Path(folder, "application_default_credentials.json")
    return str(path) if path.exists() else ""


def refused(whose: str, text: str) -> Text:
    """The sentence for credentials that Google refused, with the code that its answer begins with, if it has one."""
    code = _CODE.match(text.lstrip("('\""))
    added = f" ({code[0]})" if code else ""
    return Text(
        f"Google refused the credentials for {whose}{added}",
        f"{whose} の認証情報が Google に拒否されました" + (f"（{code[0]}）" if code else ""),
    )
