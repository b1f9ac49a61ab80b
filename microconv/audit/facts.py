"""The first lines of evidence of each closing question: what is known, before any rule is asked."""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rules.upkeep import EVERY
from microconv.core.client import Client
from microconv.core.text import Text

REPORT_DAYS = 45
"""Days after which a month has passed without a report: a month is frozen from the third day of the next one on, and
two weeks of delay are nobody's neglect. A judgement."""


def is_old_report(subject: Subject) -> bool:
    """True where the last monthly report is known, and from longer ago than a month and its delay."""
    return subject.last_report is not None and (subject.today - subject.last_report).days > REPORT_DAYS


def goal_facts(subject: Subject) -> tuple[Text, ...]:
    """The number of results and of steps that bidding uses."""
    if subject.reading("google_ads") is None or subject.ads.account.warning:
        return ()
    used = [item for item in subject.actions if item.id in subject.used]
    steps = sum(subject.micro(item) for item in used)
    finals = len(used) - steps
    return (
        Text(
            f"used by bidding: final conversions {finals}, micro-conversions {steps}",
            f"入札に使われている最終コンバージョン: {finals} 個、マイクロコンバージョン: {steps} 個",
        ),
    )


def value_facts(subject: Subject) -> tuple[Text, ...]:
    """The number of different values."""
    values = [item.action.value for item in subject.own]
    if not values:
        return ()
    return (
        Text(
            f"recorded conversion actions: {len(values)}, different default values among them: {len(set(values))}",
            f"有効なコンバージョン アクション {len(values)} 個に対し、既定のコンバージョン値は {len(set(values))} 種類",
        ),
    )


def review_facts(subject: Subject) -> tuple[Text, ...]:
    """Who answers, who approves, how often a review is planned, when the last one was, and what was decided."""
    client = subject.client
    if client is None:
        return ()
    owner, every, last = client.owner, client.review_every, client.review_last
    planned = EVERY[every] if every else Text("never", "なし")
    return (
        Text(f"owner: {owner or 'nobody is named'}", f"責任者: {owner or '記載なし'}"),
        Text(f"review planned: {planned.en}", f"見直しの予定: {planned.ja}"),
        Text(f"last review: {last or 'not written down'}", f"前回の見直し: {last or '記録なし'}"),
        *([Text(f"approver: {client.approver}", f"承認者: {client.approver}")] if client.approver else []),
        *_decisions(client),
    )


def _decisions(client: Client) -> tuple[Text, ...]:
    """The number of decisions that the config tells of, and the day of the last; nothing for none."""
    count = len(client.decisions)
    if not count:
        return ()
    last = max(decision.date for decision in client.decisions)
    changes = sum(decision.changes for decision in client.decisions)
    return (
        Text(
            f"decisions written down: {count}, {changes} of them changes; the last on {last}",
            f"記録された決定: {count} 件（うち変更 {changes} 件）、最新: {last}",
        ),
    )


def report_facts(subject: Subject) -> tuple[Text, ...]:
    """Where the report is."""
    client = subject.client
    if client is None:
        return ()
    if not client.review_report:
        return (
            Text(
                "the config names no report: write `review: {report: https://…}`",
                "設定ファイルにレポートの記載がありません。`review: {report: https://…}` と記載してください",
            ),
            *_last_report(subject),
        )
    return (Text(f"report: {client.review_report}", f"レポート: {client.review_report}"), *_last_report(subject))


def _last_report(subject: Subject) -> tuple[Text, ...]:
    """When the last monthly report was made; nothing where nobody knows of one."""
    last = subject.last_report
    if last is None:
        return ()
    if not is_old_report(subject):
        return (Text(f"last monthly report: {last}", f"前回の月次レポート: {last}"),)
    days = (subject.today - last).days
    return (
        Text(
            f"last monthly report: {last}, {days} days ago; run `microconv report`",
            f"前回の月次レポート: {last}（{days} 日前）。`microconv report` を実行してください",
        ),
    )
