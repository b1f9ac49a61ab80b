"""The proof that a yes to a closing question takes: rules that found no fault prove nothing."""

from __future__ import annotations

from dataclasses import dataclass

from microconv.analysis.subject import Subject
from microconv.analysis.worth import ENOUGH, alike, dynamic, unchosen, worth
from microconv.audit.rules.silence_ended import ended
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Live, Standing
from microconv.core.text import Text


@dataclass(frozen=True, slots=True)
class Lack:
    """The thing without which a question cannot be answered with yes.

    why: the thing that is not there, or not known.
    absent: true where it is known not to be there, so that the answer is no.
    """

    why: Text
    absent: bool = False


def no_result(subject: Subject) -> Lack | None:
    """The lack, for the first question, of a counted final conversion that somebody set up and that bidding uses."""
    if subject.reading("google_ads") is None or subject.ads.account.warning:
        return Lack(Text("what bidding uses was not read", "入札に使われているものを取得できていません"))
    used = [item for item in subject.actions if item.id in subject.used and item.standing is not Standing.SYSTEM]
    results = [item for item in used if not subject.micro(item) and not ended(item)]
    if not results:
        why = Text(
            "bidding uses no final conversion that somebody set up and that can count",
            "計測できる最終コンバージョンが入札に使われていません（Google が自動で作成したものを除く）",
        )
        return Lack(why, absent=True)
    known = [item for item in results if subject.judged(item).known]
    if not known:
        names = ", ".join(sorted(item.address.name for item in results))
        return Lack(
            Text(
                f"nothing tells whether this is a final conversion: {names}",
                f"最終コンバージョンかどうか判断できません: {names}",
            )
        )
    if not subject.has_counts:
        return Lack(Text("conversions were not counted", "コンバージョンの件数を取得できていません"))
    if not any(subject.counted(item).bid > 0 for item in known):
        why = Text(
            f"no final conversion that bidding uses was counted in {RECENT_DAYS} days",
            f"入札に使われている最終コンバージョンが {RECENT_DAYS} 日間で 1 件も計測されていません",
        )
        return Lack(why, absent=True)
    return None


def no_value(subject: Subject) -> Lack | None:
    """The lack, for the second, of a value for each action that bidding uses, or where it uses none, is recorded."""
    items = [item for item in subject.relevant if item.id in subject.used] or list(subject.relevant)
    if not items:
        return Lack(Text("there is nothing to have a value", "値を設定する対象がありません"))
    without = [item for item in items if worth(subject, item) <= 0]
    names = ", ".join(sorted(item.address.name for item in without))
    if len(without) == len(items):
        sent = any(_may_be_sent(subject, item) for item in items)
        why = Text(f"nothing has a value that somebody chose: {names}", f"意図して設定された値がありません: {names}")
        return Lack(why, absent=not sent)
    if without:
        return Lack(Text(f"the value is not known: {names}", f"値が不明です: {names}"))
    if alike(subject):
        return Lack(Text("all values are the same", "すべての値が同じです"), absent=True)
    return None


def _may_be_sent(subject: Subject, item: Live) -> bool:
    """True if its tag may send values, of which too few have come to be known."""
    return dynamic(item) and not unchosen(subject, item) and subject.counted(item).all < ENOUGH


def no_review(subject: Subject) -> Lack | None:
    """The lack, for the third, of a review that the config tells of."""
    if subject.config.owner and subject.config.review_every and subject.config.review_last:
        return None
    return Lack(Text("the config tells of no review", "設定ファイルに見直しの記録がありません"))
