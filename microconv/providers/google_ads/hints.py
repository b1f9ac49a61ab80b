"""The next step after an error of Google Ads, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from microconv.core.bidding.closing import ANY_GOAL
from microconv.core.text import Text
from microconv.providers.google_ads.access_hints import ACCESS_HINTS
from microconv.providers.google_ads.goal_hints import GOAL_HINTS

_NEW_CREDENTIALS = Text(
    "make new credentials: the present ones have expired or were revoked",
    "認証情報の有効期限が切れたか、取り消されています。認証情報を作り直してください",
)
_CUSTOMER_ID = Text("check `google_ads: {customer_id: …}`", "`google_ads: {customer_id: …}` が正しいか確認してください")
AGAIN = Text("run again: the state is read first", "再実行してください。最初に現在の状態を読み込み直します")
"""The next step where the account has moved since it was read."""
AGAIN_WRITING = Text(
    "run again: the state is read first, nothing is repeated blindly",
    "再実行してください。最初に現在の状態を読み込み直し、同じ変更をむやみに繰り返すことはありません",
)
NOTHING_WRITTEN = Text("nothing was written", "何も変更していません")

HINTS: Mapping[str, str] = MappingProxyType(
    {
        "ConversionActionError.DUPLICATE_NAME": Text(
            "an action with this name exists, possibly a removed or hidden one: look for it in Google Ads, or choose "
            "another name",
            "同じ名前のアクションがあります（削除済みや非表示の場合もあります）。Google 広告で確認するか、別の名前に"
            "して"
            "ください",
        ),
        "AuthenticationError.CUSTOMER_NOT_FOUND": _CUSTOMER_ID,
        "AuthenticationError.NOT_ADS_USER": Text(
            "sign in as a user who has access to Google Ads",
            "Google 広告へのアクセス権があるユーザーでログインしてください",
        ),
        "AuthenticationError.OAUTH_TOKEN_EXPIRED": _NEW_CREDENTIALS,
        "AuthenticationError.OAUTH_TOKEN_INVALID": _NEW_CREDENTIALS,
        "AuthenticationError.OAUTH_TOKEN_REVOKED": _NEW_CREDENTIALS,
        "RequestError.INVALID_CUSTOMER_ID": _CUSTOMER_ID,
        "MutateError.MUTATE_NOT_ALLOWED": Text(
            "Google does not let this account change this action: it belongs to a manager, or its type is managed "
            f"elsewhere; to keep bidding from using it, close its goal: `{ANY_GOAL}`",
            "MCC アカウントのアクションか、別の場所で管理される種類のため、このアカウントからは変更できません。入札に"
            "使わない"
            f"ようにするには、目標を対象から外してください: `{ANY_GOAL}`",
        ),
        "QuotaError.RESOURCE_EXHAUSTED": Text(
            "the daily quota of the Cloud project is used up; run again tomorrow",
            "Cloud プロジェクトの 1 日の割り当てを使い切りました。明日、再実行してください",
        ),
        "QuotaError.RESOURCE_TEMPORARILY_EXHAUSTED": Text(
            "wait a little, then run again", "少し待ってから再実行してください"
        ),
        **ACCESS_HINTS,
        **GOAL_HINTS,
    }
)
"""The hints by Google's code."""
