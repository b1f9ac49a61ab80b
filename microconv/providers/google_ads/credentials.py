"""Settings of the official google-ads client, as it reads them, and their faults in our own words.

Keys and variables: google-ads 34.0, `google/ads/googleads/config.py`, checked 2026-11-29.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

from microconv.core.errors import CredentialsError
from microconv.core.text import Text, joined
from microconv.providers.key_files import A_KEY, key_fault, refused, unusable

_FILE = "GOOGLE_ADS_CONFIGURATION_FILE_PATH"
_NEEDED = ("developer_token", "use_proto_plus")
_USER = ("client_id", "client_secret", "refresh_token")
_NUMBERS = ("login_customer_id", "linked_customer_id")

_NONE_HINT = Text(
    f"put a google-ads.yaml into your home folder, name one in {_FILE}, or set GOOGLE_ADS_* variables "
    "(developers.google.com/google-ads/api/docs/client-libs/python/configuration); to try microconv without an "
    "account, run `microconv emulator --env-file FILE` and `source FILE`",
    f"ホームフォルダに google-ads.yaml を置くか、{_FILE} で指定するか、環境変数 GOOGLE_ADS_* を設定してください"
    "（developers.google.com/google-ads/api/docs/client-libs/python/configuration）。アカウントなしで試す場合は、"
    "`microconv emulator --env-file FILE` と `source FILE` を実行してください",
)
_SETTINGS_HINT = Text(
    "correct it as in developers.google.com/google-ads/api/docs/client-libs/python/configuration",
    "developers.google.com/google-ads/api/docs/client-libs/python/configuration を参照して修正してください",
)
REFUSED_HINT = Text(
    "make new ones, or check the clock of this machine and the network",
    "認証情報を作り直すか、このマシンの時計とネットワークを確認してください",
)
"""The next step where Google refuses credentials."""


def place(file: str = "") -> str:
    """The place that the settings are read from: a file, or where the official client looks by itself."""
    if file:
        return file
    if _from_environment() and not os.environ.get(_FILE):
        return "GOOGLE_ADS_*"
    return os.environ.get(_FILE) or "~/google-ads.yaml"


def loaded(file: str = "") -> dict[str, Any]:
    """The settings in a file, or those that the official client comes to by itself. Raises CredentialsError."""
    from google.ads.googleads import config
    from yaml import YAMLError

    try:
        if file:
            return dict(config.load_from_yaml_file(file))
        return dict(config.load_from_env() if _from_environment() else config.load_from_yaml_file())
    except FileNotFoundError as error:
        raise none_found(str(error.filename)) from error
    except OSError as error:
        raise _fault(Text("{} cannot be read", "{} を読み取れません"), file) from error
    except (YAMLError, UnicodeDecodeError) as error:
        raise _fault(Text("{} is not valid YAML", "{} が正しい YAML ではありません"), file) from error
    except (AttributeError, TypeError) as error:  # the client looks for keys in whatever the file holds
        raise _fault(Text("{} is not a map of keys", "{} がキーと値の形式になっていません"), file) from error
    except ValueError as error:
        raise _fault(_incomplete(file), file) from error


def credentials_fault(settings: Mapping[str, Any], file: str = "") -> CredentialsError | None:
    """The fault of what the settings name as credentials; None where it has the right form."""
    if settings.get("use_application_default_credentials") or all(name in settings for name in _USER):
        return None
    path = settings.get("json_key_file_path")
    if not path:
        return _fault(
            Text(
                "{} names no credentials: it takes json_key_file_path, or client_id, client_secret and refresh_token",
                "{} に認証情報がありません（json_key_file_path、または "
                "client_id・client_secret・refresh_token が必要です）",
            ),
            file,
        )
    fault = key_fault(str(path), service_account=True)
    return None if fault is None else _key_error(fault, file)


def broken(path: str, file: str = "") -> CredentialsError:
    """The error of credentials whose form is right and that the official client still cannot use."""
    if path:
        return _key_error(unusable(path), file)
    return _fault(Text("the credentials in {} cannot be used", "{} の認証情報を使用できません"), file)


def none_found(path: str = "", file: str = "") -> CredentialsError:
    """The error where there are no credentials: no such file, or no sign-in where the settings count on one."""
    if path:
        what = Text(f"{path} does not exist", f"{path} が見つかりません")
    else:
        what = Text(
            f"{place(file)} asks for Application Default Credentials, and there are none",
            f"{place(file)} で指定されたアプリケーションのデフォルト認証情報がありません",
        )
    return CredentialsError(
        Text(f"there are no Google Ads credentials: {what.en}", f"Google 広告の認証情報がありません: {what.ja}"),
        hint=_NONE_HINT,
    )


def refused_credentials(account: str, text: str) -> CredentialsError:
    """The error where Google refuses the credentials for a call to an account, in these words."""
    return CredentialsError(
        refused(f"Google Ads {account}", text),
        hint=Text(
            "make new ones; a service account's key may have been deleted, a refresh token revoked",
            "認証情報を作り直してください。サービス アカウントのキーが削除されたか、リフレッシュ トークンが"
            "取り消された可能性があります",
        ),
        api="google_ads",
    )


def _from_environment() -> bool:
    return any(name.startswith("GOOGLE_ADS_") for name in os.environ)


def _fault(what: Text, file: str) -> CredentialsError:
    return CredentialsError(
        _unusable(Text(what.en.format(place(file)), what.ja.format(place(file)))),
        hint=_SETTINGS_HINT,
    )


def _key_error(fault: Text, file: str) -> CredentialsError:
    return CredentialsError(
        _unusable(fault),
        hint=Text(
            f"name the right key file in json_key_file_path of {place(file)}; {A_KEY.en}",
            f"{place(file)} の json_key_file_path で正しいキーファイルを指定してください。{A_KEY.ja}",
        ),
    )


def _unusable(why: Text) -> Text:
    return Text(
        f"the Google Ads credentials cannot be used: {why.en}",
        f"Google 広告の認証情報を使用できません: {why.ja}",
    )


def _incomplete(file: str) -> Text:
    """The keys that the settings lack, of those that the official client insists on."""
    given = _given(file)
    lacking = [name for name in _NEEDED if name not in given]
    if lacking:
        names = joined(lacking)
        return Text(f"{{}} lacks {names.en}", f"{{}} に {names.ja} がありません")
    wrong = next((name for name in _NUMBERS if given.get(name) and not _is_number(str(given[name]))), "")
    if wrong:
        return Text(
            f"{wrong} in {{}} is not an account number of ten digits",
            f"{{}} の {wrong} が 10 桁のアカウント番号ではありません",
        )
    return Text("{} is not as the official client wants it", "{} の内容に誤りがあります")


def _given(file: str) -> Mapping[str, Any]:
    """The settings as they stand in the file or in the environment."""
    path = file or os.environ.get(_FILE) or (None if _from_environment() else os.path.expanduser("~/google-ads.yaml"))
    if path is None:
        return {name.removeprefix("GOOGLE_ADS_").lower(): value for name, value in os.environ.items()
                if name.startswith("GOOGLE_ADS_")}  # fmt: skip
    import yaml

    with open(path, encoding="utf-8") as stream:
        content = yaml.safe_load(stream)
    return content if isinstance(content, dict) else {}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) == 10
