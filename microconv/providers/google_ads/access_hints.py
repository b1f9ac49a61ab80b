"""Hints for whoever is not let into an account, or not allowed to change it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from microconv.core.text import Text

ACCESS_HINTS: Mapping[str, Text] = MappingProxyType(
    {
        "AuthorizationError.USER_PERMISSION_DENIED": Text(
            "give the user access to this account, or set `google_ads: {login_customer_id: …}` to the manager account "
            "through which the user has it",
            "ユーザーにこのアカウントへのアクセス権を付与するか、`google_ads: {login_customer_id: …}` に、アクセス"
            "権のある "
            "MCC アカウントの ID を指定してください",
        ),
        "AuthorizationError.INVALID_LOGIN_CUSTOMER_ID_SERVING_CUSTOMER_ID_COMBINATION": Text(
            "the account is not below the manager account that `google_ads: {login_customer_id: …}` names: name one "
            "above it, or none where the user has access to the account itself",
            "`google_ads: {login_customer_id: …}` の MCC アカウントの配下に、このアカウントがありません。上位の"
            " MCC を指定"
            "するか、アカウントに直接アクセスできる場合は指定を削除してください",
        ),
        "AuthorizationError.ACTION_NOT_PERMITTED": Text(
            "the user may only read this account: give the user standard access, in this account or in the manager "
            "account through which it is reached",
            "このアカウントに対する権限が読み取り専用です。このアカウント、または経由する MCC アカウントで、ユー"
            "ザーに標準"
            "アクセス権を付与してください",
        ),
        "AuthorizationError.CUSTOMER_NOT_ENABLED": Text(
            "the account is cancelled or not yet set up; nothing can be changed",
            "アカウントが解約済みか、開設手続きが完了していないため、何も変更できません",
        ),
    }
)
