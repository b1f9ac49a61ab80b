"""The proof that a yes to a closing question takes: rules that found no fault prove nothing."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.analysis.around import idle
from microconv.analysis.priced import priced
from microconv.analysis.same_act import way
from microconv.analysis.subject import Subject
from microconv.analysis.worth import ENOUGH, alike, dynamic, unchosen, worth
from microconv.audit.result import Standpoint
from microconv.audit.rules.silence_results import results
from microconv.audit.rules.silent_actions import PAUSED
from microconv.audit.rules.tags_early import tags_early
from microconv.audit.rules.tags_twice import ONCE_A_CLICK, tags_label_twice
from microconv.audit.stopped import stopped
from microconv.core.kinds import TAG_MANAGER
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Live
from microconv.core.text import Text


@dataclass(frozen=True, slots=True)
class Lack:
    """The thing without which a question cannot be answered with yes.

    why: the thing that is not there, or not known.
    at_best: the best answer that is left: no where it is known not to be there, partly where it is there in part.
    """

    why: Text
    at_best: Standpoint = Standpoint.UNKNOWN


def no_result(subject: Subject) -> Lack | None:
    """The lack, for the first question, of a counted final conversion that somebody set up and that bidding uses."""
    if subject.reading("google_ads") is None or subject.ads.account.warning:
        return Lack(Text("what bidding uses was not read", "入札に使われているものを取得できていません"))
    there = results(subject)
    if not there:
        why = Text(
            "bidding uses no final conversion that somebody set up and that can count",
            "計測できる最終コンバージョンが入札に使われていません（Google が自動で作成したものを除く）",
        )
        return Lack(why, Standpoint.NO)
    known = [item for item in there if subject.judged(item).known]
    if not known:
        names = ", ".join(sorted(item.address.name for item in there))
        return Lack(
            Text(
                f"nothing tells whether this is a final conversion: {names}",
                f"最終コンバージョンかどうか判断できません: {names}",
            )
        )
    if not subject.has_counts:
        return Lack(Text("conversions were not counted", "コンバージョンの件数を取得できていません"))
    if idle(subject):
        return Lack(PAUSED)
    if not any(subject.counted(item).bid > 0 for item in known):
        why = Text(
            f"no final conversion that bidding uses was counted in {RECENT_DAYS} days",
            f"入札に使われている最終コンバージョンが {RECENT_DAYS} 日間で 1 件も計測されていません",
        )
        return Lack(why, Standpoint.NO)
    return _gone(subject, known) or _doubled(subject, known) or _early(subject, known)


def _gone(subject: Subject, known: list[Live]) -> Lack | None:
    """The lack of results that go on arriving: of those whose names or categories say so, and of all that is uploaded.

    What is uploaded is nearest to the business: forms that still come do not stand in for it.
    """
    gone = [(item, seen) for item, seen in stopped(subject) if subject.judged(item).known]
    uploads = [(item, seen) for item, seen in gone if way(item) == "upload"]
    left = {item.id for item in known if subject.counted(item).bid > 0} - {item.id for item, _ in gone}
    lacking = uploads if left else gone
    if not lacking:
        return None
    en = "; ".join(f"{item.address.name} ({seen.en})" for item, seen in lacking)
    ja = "、".join(f"{item.address.name}（{seen.ja}）" for item, seen in lacking)
    return Lack(
        Text(f"final conversions have stopped arriving: {en}", f"最終コンバージョンの計測が止まっています: {ja}"),
        Standpoint.PARTLY,
    )


def _doubled(subject: Subject, known: list[Live]) -> Lack | None:
    """The lack of a true number of results: of those that two tags of the container send at one moment.

    Tags alone make no answer a no: what they do is one more reason to doubt a yes.
    """
    container = subject.reading(TAG_MANAGER)
    if container is None or "web" not in (container.facts.container.usage or ["web"]):
        return None
    doubled = {one for item in tags_label_twice.check(subject).evidence for one in item.others}
    often = [item for item in known if item.action.counting != ONCE_A_CLICK and item.id in doubled]
    names = ", ".join(sorted(item.address.name for item in often))
    why = Text(
        f"two tags of the container send these final conversions at one moment: {names}",
        f"コンテナの 2 つのタグが同時に送信している最終コンバージョンがあります: {names}",
    )
    return Lack(why, Standpoint.PARTLY) if often else None


def _early(subject: Subject, known: list[Live]) -> Lack | None:
    """The lack of results that are sure: of those that a tag of the container sends at every page, or at a click."""
    container = subject.reading(TAG_MANAGER)
    if container is None or "web" not in (container.facts.container.usage or ["web"]):
        return None
    early = {one for item in tags_early.check(subject).evidence for one in item.others}
    names = ", ".join(sorted(item.address.name for item in known if item.id in early))
    why = Text(
        f"tags of the container send these final conversions before they happen: {names}",
        f"コンテナのタグが、発生前に送信している最終コンバージョンがあります: {names}",
    )
    return Lack(why, Standpoint.PARTLY) if names else None


def no_value(subject: Subject) -> Lack | None:
    """The lack, for the second, of a value for each action that bidding uses, or where it uses none, is recorded."""
    there = [item for item in subject.relevant if priced(subject, item)]
    items = [item for item in there if item.id in subject.used] or there
    if not items:
        return Lack(Text("there is nothing to have a value", "値を設定する対象がありません"))
    without = [item for item in items if worth(subject, item) <= 0]
    names = ", ".join(sorted(item.address.name for item in without))
    if len(without) == len(items):
        sent = any(_may_be_sent(subject, item) for item in items)
        why = Text(f"nothing has a value that somebody chose: {names}", f"意図して設定された値がありません: {names}")
        return Lack(why, Standpoint.UNKNOWN if sent else Standpoint.NO)
    if without:
        return Lack(Text(f"the value is not known: {names}", f"値が不明です: {names}"))
    if alike(subject):
        return Lack(Text("all values are the same", "すべての値が同じです"), Standpoint.NO)
    return None


def _may_be_sent(subject: Subject, item: Live) -> bool:
    """True if its tag may send values, of which too few have come to be known."""
    return dynamic(item) and not unchosen(subject, item) and subject.counted(item).all < ENOUGH


def no_review(subject: Subject) -> Lack | None:
    """The lack, for the third, of a review that the config tells of."""
    if subject.config.owner and subject.config.review_every and subject.config.review_last:
        return None
    return Lack(Text("the config tells of no review", "設定ファイルに見直しの記録がありません"))
