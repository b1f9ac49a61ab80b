"""The reasons, in our own words, for which a version of a container was not made or not published."""

from __future__ import annotations

from collections.abc import Sequence

from microconv.core.errors import AccessDeniedError, ApiError, RejectedError, UnclearError
from microconv.core.text import Text
from microconv.providers.tag_manager.errors import API, STALE

_LOOK = Text("look at a new plan: nothing was published", "新しいプランを確認してください。公開は行っていません")
_PREVIEW = Text(
    "open the preview in Tag Manager: it names what is wrong; then run again",
    "Tag Manager でプレビューを開くと、原因が表示されます。修正後に再実行してください",
)


def _rejected(container: str, code: str, message: Text, hint: Text) -> ApiError:
    return RejectedError(api=API, account=container, code=code, message=message, target="live version", hint=hint)


def moved(container: str, names: Sequence[str]) -> ApiError:
    """The error of a workspace that has changed since the plan was shown."""
    if not names:
        return _rejected(
            container,
            STALE,
            Text("the container is not as the plan showed it", "コンテナの内容がプランの表示と異なります"),
            _LOOK,
        )
    return _rejected(
        container,
        STALE,
        Text(
            f"this is not as the plan showed it: {', '.join(names)}",
            f"プランの表示と異なるものがあります: {'、'.join(names)}",
        ),
        _LOOK,
    )


def another_is_live(container: str, number: str) -> ApiError:
    """The error of a version that somebody else published, or took off, meanwhile."""
    what = Text(f"version {number} is live by now", f"現在はバージョン {number} が公開されています")
    if not number:
        what = Text("nothing is live by now", "現在は何も公開されていません")
    return _rejected(container, STALE, what, _LOOK)


def not_seen_live(container: str, number: str) -> ApiError:
    """The error of a version that was published by its answer, and that is not the live one by the reading after it."""
    return UnclearError(
        api=API,
        account=container,
        code="NOT_SEEN",
        message=Text(
            f"version {number} was published, and Tag Manager does not show it as the live one",
            f"バージョン {number} を公開しましたが、Tag Manager では公開中のバージョンとして表示されません",
        ),
        target="live version",
        hint=Text("run again: the state is read first", "再実行してください。最初に現在の状態を読み込み直します"),
    )


def not_shown(container: str, number: str, names: Sequence[str]) -> ApiError:
    """The error of a version in which there is more than the plan showed."""
    return _rejected(
        container,
        "NOT_SHOWN",
        Text(
            f"version {number} was made and is not published, as the plan did not show all that is in it: "
            f"{', '.join(names)}",
            f"バージョン {number} を作成しましたが、プランに表示されていない内容（{'、'.join(names)}）を含むため、"
            "公開していません",
        ),
        _LOOK,
    )


def not_made(container: str, workspace: str) -> ApiError:
    """The error of a version that was not made, as the workspace does not compile."""
    return _rejected(
        container,
        "COMPILER_ERROR",
        Text(
            f"no version was made: the workspace {workspace} does not compile. Its changes stay in it, and nothing is "
            "published",
            f"ワークスペース {workspace} をコンパイルできないため、バージョンは作成されていません。"
            "変更はワークスペースに残っており、公開は行っていません",
        ),
        _PREVIEW,
    )


def may_not_publish(number: str, error: ApiError) -> ApiError:
    """The error of a version that is there, and that the credentials must not publish."""
    return AccessDeniedError(
        api=API,
        account=error.account,
        code=error.code,
        message=Text(
            f"version {number} is there and is not published: {error.message}",
            f"バージョン {number} は作成済みですが、公開できませんでした: {error.message}",
        ),
        target=error.target,
        hint=Text(
            "give the user or service account the permission Publish on the container (Admin > User Management), then "
            f"run again; or publish version {number} in Tag Manager",
            "ユーザーまたはサービス アカウントにコンテナの公開権限を付与して（管理 > ユーザー管理）再実行するか、"
            f"Tag Manager でバージョン {number} を公開してください",
        ),
    )


def not_compiled(container: str, number: str) -> ApiError:
    """The error of a version that is there and cannot be published."""
    return _rejected(
        container,
        "COMPILER_ERROR",
        Text(
            f"version {number} does not compile, and is not published",
            f"バージョン {number} をコンパイルできないため、公開していません",
        ),
        _PREVIEW,
    )
