"""The reasons, in our own words, for which a change of a container was not made, or does not work as it stands."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.errors import ApiError, CredentialsError, RejectedError, UnclearError, UnusableError
from microconv.core.plan import Change
from microconv.core.text import Text
from microconv.providers.tag_manager.container import Json
from microconv.providers.tag_manager.errors import API, STALE
from microconv.providers.tag_manager.settings import WORKSPACES
from microconv.providers.tag_manager.unpublished import entity_ids
from microconv.providers.tag_manager.writing import GONE, NO_LABEL, NO_TRIGGER

_AGAIN = Text("run again: the state is read first", "再実行してください。最初に現在の状態を読み込み直します")

_UNSENT = {
    GONE: Text("it is not in the workspace any more", "ワークスペースにすでにありません"),
    NO_TRIGGER: Text(
        "a trigger that it fires on is not in the workspace", "配信のトリガーがワークスペースにありません"
    ),
    NO_LABEL: Text(
        "Google Ads gave no label for its conversion action",
        "Google 広告のコンバージョン アクションのラベルを取得できませんでした",
    ),
}


def unsent(container: str, change: Change, code: str) -> ApiError:
    """The error of a change that was not sent."""
    return RejectedError(
        api=API, account=container, code=code, message=_UNSENT[code], target=str(change.address), hint=_AGAIN
    )


def changed_meanwhile(container: str, change: Change) -> ApiError:
    """The error of an object that somebody changed since it was read."""
    return RejectedError(
        api=API,
        account=container,
        code=STALE,
        message=Text("somebody changed it since it was read", "読み込み後に、ほかの人が変更しました"),
        target=str(change.address),
        hint=_AGAIN,
    )


def no_workspace(container: str, name: str, names: Sequence[str], error: ApiError) -> ApiError:
    """The error of a workspace that could not be made while others take all the places."""
    denied = error.code.partition(" ")[0] == "PERMISSION_DENIED"
    if len(names) < WORKSPACES or not (denied or isinstance(error, RejectedError)):
        return error
    used_en, used_ja = ", ".join(names), "、".join(names)
    return RejectedError(
        api=API,
        account=container,
        code=error.code,
        message=Text(
            f"the workspace {name} cannot be made, as {len(names)} workspaces are in use ({used_en}): {error.message}",
            f"ワークスペース {name} を作成できません。"
            f"{len(names)} 個のワークスペース（{used_ja}）が使用中です: {error.message}",
        ),
        target="workspace",
        hint=Text(
            "publish or delete one that nobody needs in Tag Manager (the free edition has three), or name one that "
            "microconv may use in `tag_manager: {workspace: …}`",
            "不要なワークスペースを Tag Manager で公開または削除してください（無料版の上限は 3 個です）。または、"
            "microconv が使用してよいワークスペースを `tag_manager: {workspace: …}` で指定してください",
        ),
    )


def not_synced(container: str, workspace: str, conflicts: Sequence[Json]) -> ApiError:
    """The error of a workspace that cannot be brought up to date with the latest version."""
    named = [name or number for number, name in entity_ids({"mergeConflict": conflicts}, "mergeConflict")]
    if not named:
        what = Text(
            f"the workspace {workspace} could not be brought up to date",
            f"ワークスペース {workspace} を最新の状態に更新できませんでした",
        )
    else:
        what = Text(
            f"the workspace {workspace} and the latest version both changed: {', '.join(named)}",
            f"ワークスペース {workspace} と最新バージョンの両方で変更されています: {'、'.join(named)}",
        )
    return RejectedError(
        api=API,
        account=container,
        code="MERGE_CONFLICT",
        message=what,
        target="workspace",
        hint=Text(
            f"resolve the conflicts in Tag Manager (workspace {workspace} > Resolve conflicts), then run again",
            f"Tag Manager のワークスペース {workspace} で競合を解決してから、再実行してください",
        ),
    )


def not_read(container: str, error: ApiError | CredentialsError) -> ApiError:
    """The error of changes whose outcome could not be read."""
    return UnclearError(
        api=API,
        account=container,
        code="NOT_READ",
        message=Text(f"the outcome could not be read: {error}", f"変更の結果を読み込めませんでした: {error}"),
        hint=_AGAIN,
    )


def not_compiled(container: str, workspace: str, error: ApiError) -> ApiError:
    """The error of changes that were made, and of which nobody could tell whether the workspace compiles."""
    return UnusableError(
        api=API,
        account=container,
        code="NOT_COMPILED",
        message=Text(
            f"it was made, but whether the workspace {workspace} compiles is not known: {error.message}",
            f"変更は保存されましたが、ワークスペース {workspace} をコンパイルできるか"
            f"確認できませんでした: {error.message}",
        ),
        hint=Text(
            "open the workspace's preview in Tag Manager", "Tag Manager でワークスペースのプレビューを開いてください"
        ),
    )


def broken(container: str, workspace: str, *, conflict: bool) -> ApiError:
    """The error of changes that were made in a workspace that does not compile with them."""
    if conflict:
        return not_synced(container, workspace, ())
    return UnusableError(
        api=API,
        account=container,
        code="COMPILER_ERROR",
        message=Text(
            f"it was made, but the workspace {workspace} does not compile",
            f"変更は保存されましたが、ワークスペース {workspace} をコンパイルできません",
        ),
        hint=Text(
            "open the workspace's preview in Tag Manager: it names what is wrong; nothing is live",
            "Tag Manager でワークスペースのプレビューを開くと、原因が表示されます。まだ何も公開されていません",
        ),
    )
