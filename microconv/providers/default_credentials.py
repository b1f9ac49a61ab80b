"""Application Default Credentials for APIs of one user or service account, with the scopes that each asks for."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from microconv.core.errors import CredentialsError
from microconv.core.text import Text, untranslated
from microconv.providers.emulator import emulator_endpoint, on_this_machine
from microconv.providers.key_files import A_KEY, key_fault, signed_in, unusable

VARIABLE = "GOOGLE_APPLICATION_CREDENTIALS"

_NONE = Text(
    f"{VARIABLE} is not set, and nobody has signed in with gcloud on this machine",
    f"{VARIABLE} が未設定で、このマシンでの gcloud のログインもありません",
)


class Purpose(NamedTuple):
    """An API that credentials are for: its name for people, and the command with which a user signs in for it."""

    title: str
    sign_in: str

    @property
    def none_hint(self) -> Text:
        """The next step where there are no credentials."""
        return Text(
            f"name a service account's key file in {VARIABLE}, or sign in as yourself: `{self.sign_in}`; to try "
            "microconv without an account, run `microconv emulator --env-file FILE` and `source FILE`",
            f"{VARIABLE} でサービス アカウントのキーファイルを指定するか、`{self.sign_in}` でログインしてください。"
            "アカウントなしで試す場合は、`microconv emulator --env-file FILE` と `source FILE` を実行してください",
        )

    @property
    def file_hint(self) -> Text:
        """The next step where the file of credentials cannot be used."""
        return Text(
            f"name the right key file in {VARIABLE}; {A_KEY.en}; or unset the variable and sign in as yourself: "
            f"`{self.sign_in}`",
            f"{VARIABLE} で正しいキーファイルを指定してください。{A_KEY.ja}。ご自身のアカウントを使う場合は、この"
            f"環境変数を解除して `{self.sign_in}` でログインしてください",
        )

    def without(self, reason: Text) -> Text:
        """The sentence for credentials that cannot be used."""
        return Text(
            f"there are no credentials for {self.title} that can be used: {reason.en}",
            f"{self.title} の認証情報を使用できません: {reason.ja}",
        )


def default_credentials(scopes: Sequence[str], purpose: Purpose, file: str = "") -> Any:
    """The credentials of this machine for some scopes, or those of a service account's key. Raises CredentialsError."""
    if file:
        return _of_key(file, scopes, purpose)
    import google.auth
    from google.auth.exceptions import DefaultCredentialsError

    path = os.environ.get(VARIABLE, "")
    fault = key_fault(path) if path else None
    if fault is not None:
        raise CredentialsError(purpose.without(fault), hint=purpose.file_hint)
    try:
        credentials, _ = google.auth.default(scopes=list(scopes))
    except (DefaultCredentialsError, OSError, ValueError) as error:
        if path:
            raise CredentialsError(purpose.without(unusable(path)), hint=purpose.file_hint) from error
        kept = signed_in()
        if kept:
            fault = key_fault(kept) or unusable(kept)
            raise CredentialsError(purpose.without(fault), hint=purpose.none_hint) from error
        raise CredentialsError(purpose.without(_NONE), hint=purpose.none_hint) from error
    return credentials


def _of_key(file: str, scopes: Sequence[str], purpose: Purpose) -> Any:
    """The credentials of a service account's key for some scopes. Raises CredentialsError."""
    from google.oauth2.service_account import Credentials

    hint = Text(
        f"name the right key file in `profiles` of the registry of clients; {A_KEY.en}",
        f"クライアント一覧（clients.yaml）の `profiles` で正しいキーファイルを指定してください。{A_KEY.ja}",
    )
    fault = key_fault(file, service_account=True)
    if fault is not None:
        raise CredentialsError(purpose.without(fault), hint=hint)
    try:
        return Credentials.from_service_account_file(file, scopes=list(scopes))  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise CredentialsError(purpose.without(unusable(file)), hint=hint) from error


def key_to_use(file: str) -> str:
    """The key file, or an empty string where the environment names an emulator that does not give out its tokens.

    Raises CredentialsError where the emulator's variable is broken.
    """
    if not file or not emulator_endpoint(os.environ):
        return file
    try:
        tokens = str(json.loads(Path(file).read_text("utf-8"))["token_uri"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
    return file if on_this_machine(tokens) else ""


def narrowed(credentials: Any, scopes: Sequence[str]) -> Any:
    """A signed-in user's credentials that ask for these scopes alone; other kinds have them already.

    `google.auth.default` leaves those of a user as wide as what the user once granted (google-auth 2.62.2, tried
    2026-11-23).
    """
    from google.oauth2.credentials import Credentials

    if not isinstance(credentials, Credentials) or not credentials.refresh_token:
        return credentials
    return Credentials(  # type: ignore[no-untyped-call]
        None,
        refresh_token=credentials.refresh_token,
        token_uri=credentials.token_uri,
        client_id=credentials.client_id,
        client_secret=credentials.client_secret,
        scopes=list(scopes),
        quota_project_id=credentials.quota_project_id,
        rapt_token=credentials.rapt_token,
        account=credentials.account,
    )


def source_of(credentials: Any, *, given: bool, file: str = "") -> Text:
    """The kind of credentials and their place, for people. `given`: they are not those of this machine."""
    from google.oauth2.credentials import Credentials
    from google.oauth2.service_account import Credentials as ServiceAccount

    place = file or os.environ.get(VARIABLE, "")
    if isinstance(credentials, ServiceAccount):
        kind = Text("a service account", "サービス アカウント")
    elif isinstance(credentials, Credentials):
        kind = Text("a user's sign-in", "ユーザーのログイン")
    else:
        kind = untranslated(type(credentials).__module__.removesuffix(".credentials").rpartition(".")[2])
    return Text(f"{kind.en} in {place}", f"{place} の{kind.ja}") if place and not given else kind


def grants(scopes: Sequence[str], purpose: Purpose, file: str = "") -> bool | None:
    """True where Google gives out a token with these scopes; None where nothing tells. Raises CredentialsError."""
    from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
    from google.auth.transport.requests import Request

    try:
        asked = narrowed(default_credentials(scopes, purpose, file), scopes)
        asked.refresh(Request())
    except RefreshError:
        return False
    except (TransportError, GoogleAuthError):
        return None
    granted = getattr(asked, "granted_scopes", None)
    return set(scopes) <= set(granted) if granted else True
