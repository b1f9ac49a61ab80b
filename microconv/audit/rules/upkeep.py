"""Does somebody look after the setup? Owner, reviews, size, age, leftovers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import replace

from microconv.analysis.lines import block
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, unknown, verdict_on, verdict_on_one
from microconv.core.action_state import STATUS
from microconv.core.client import ReviewEvery
from microconv.core.goal_state import CustomGoalState
from microconv.core.kinds import ACTION, CUSTOM_GOAL
from microconv.core.resource import Standing
from microconv.core.text import Text

DAYS = {ReviewEvery.MONTH: 31, ReviewEvery.QUARTER: 92, ReviewEvery.YEAR: 366}
"""Days after a review until the next is overdue: the longest month, quarter and year there are."""
EVERY = {
    ReviewEvery.MONTH: Text("every month", "毎月"),
    ReviewEvery.QUARTER: Text("every quarter", "四半期ごと"),
    ReviewEvery.YEAR: Text("every year", "毎年"),
}

STALE_DAYS = 365
"""After so many days without any sign of a change a setup is stale. A judgement of this project."""

_REVIEW = "docs/best-practices.md, Review, checked 2026-11-23"
GA4 = "ga4"


@rule(
    id="upkeep-owner",
    topic=Topic.UPKEEP,
    level=Level.WARNING,
    title=Text("Nobody is named who answers for the setup", "設定の責任者が決まっていません"),
    passed=Text("Somebody answers for the setup", "設定の責任者が決まっています"),
    why=Text(
        "Conversion tracking breaks quietly, by a change of the site for instance. Where nobody answers for it, nobody "
        "notices before the numbers have been wrong for months.",
        "コンバージョン計測は、サイトの変更などで気づかないうちに壊れます。責任者がいないと、数字が何か月も誤ったまま"
        "放置されがちです。",
    ),
    fix=Text(
        "Write who answers for it into the config: `owner: name@example.com`.",
        "設定ファイルに `owner: name@example.com` のように責任者を記載します。",
    ),
    source=_REVIEW,
    needs=(Need.CONFIG,),
)
def upkeep_owner(subject: Subject) -> Verdict:
    """A config without an owner."""
    seen = Text("the config names no owner", "設定ファイルに owner がありません")
    return verdict_on_one(None if subject.config.owner else subject.of_client(seen))


@rule(
    id="upkeep-schedule",
    topic=Topic.UPKEEP,
    level=Level.WARNING,
    title=Text("No regular review is planned", "定期的な見直しの予定がありません"),
    passed=Text("A regular review is planned", "定期的な見直しの予定があります"),
    why=Text(
        "Values and roles that were right at the start stop being so: prices change, a step that helped bidding to "
        "learn becomes noise. That is only seen by those who look regularly.",
        "開始時に適切だったコンバージョン値や役割も、価格の変更や件数の増加によって合わなくなります。学習に役立っていた"
        "マイクロコンバージョンがノイズになることもあり、定期的に見直さなければ気づけません。",
    ),
    fix=Text(
        "Write the rhythm into the config, a month or a quarter: `review: {every: quarter}`.",
        "設定ファイルに `review: {every: quarter}` のように頻度（毎月・四半期など）を記載します。",
    ),
    source=_REVIEW,
    needs=(Need.CONFIG,),
)
def upkeep_schedule(subject: Subject) -> Verdict:
    """A config without `review.every`."""
    seen = Text("the config has no review.every", "設定ファイルに review.every がありません")
    lines = block("review.every", ReviewEvery.QUARTER.value)
    return verdict_on_one(None if subject.config.review_every else subject.of_client(seen, lines))


@rule(
    id="upkeep-overdue",
    topic=Topic.UPKEEP,
    level=Level.WARNING,
    title=Text("The review is overdue", "定期的な見直しの期限を過ぎています"),
    passed=Text("The last review is recent enough", "定期的な見直しは予定どおり行われています"),
    why=Text(
        "The client was promised a review at regular intervals. What is wrong since the last one goes on steering "
        "bidding until the next.",
        "定期的に見直すことになっていますが、期限を過ぎています。前回以降に生じた問題は、"
        "次の見直しまで入札に影響し続けます。",
    ),
    fix=Text(
        "Compare values with real results, demote what has no effect, and write the day into the config: "
        "`review: {last: …}`.",
        "コンバージョン値を実績と比べ、効果のないものはサブアクションにしたうえで、実施日を `review: {last: …}` "
        "に記載します。",
    ),
    source=_REVIEW,
    needs=(Need.CONFIG,),
)
def upkeep_overdue(subject: Subject) -> Verdict:
    """A planned review that never was, or is longer ago than planned."""
    every, last = subject.config.review_every, subject.config.review_last
    if every is None:
        return not_applicable(
            Text("no review is planned: see upkeep-schedule", "見直しの予定がありません（upkeep-schedule を参照）")
        )
    planned = EVERY[every]
    if last is None:
        seen = Text(f"{planned.en}, and no review has been written down", f"予定: {planned.ja}、実施の記録なし")
        return verdict_on_one(subject.of_client(seen))
    days = datetime.timedelta(days=DAYS[every])
    due = min(last, datetime.date.max - days) + days
    seen = Text(
        f"{planned.en}; the last was on {last}, due until {due}", f"予定: {planned.ja}、前回: {last}、期限: {due}"
    )
    return verdict_on_one(subject.of_client(seen) if subject.today > due else None)


@rule(
    id="upkeep-too-many",
    topic=Topic.UPKEEP,
    level=Level.WARNING,
    title=Text("There are more conversions than can be kept up", "コンバージョンの数が多すぎます"),
    passed=Text("The number of conversions can be kept up", "コンバージョンの数は管理できる範囲です"),
    why=Text(
        "Every conversion has to be tested, valued and reviewed. Of many, most are looked at by nobody, and the few "
        "that matter are hard to find in the reports.",
        "コンバージョンには一つずつテスト、値の設定、見直しが必要です。数が多いと大半は誰にも見られず、"
        "本当に重要なものがレポートの中で埋もれてしまいます。",
    ),
    fix=Text(
        "Make secondary what no decision rests on, and remove what nobody misses after that. The limit is "
        "`audit: {max_conversions: …}` in the config.",
        "判断に使っていないものはまずサブアクションにし、それでも支障がなければ削除します。上限は設定ファイルの "
        "`audit: {max_conversions: …}` で変更できます。",
    ),
    source="docs/best-practices.md, Near the result, checked 2026-11-23",
)
def upkeep_too_many(subject: Subject) -> Verdict:
    """More recorded actions of one's own, or more conversions in the config, than the setting says."""
    limit = subject.settings.max_conversions
    listed = len(subject.config.conversions)
    evidence = []
    if len(subject.own) > limit:
        seen = Text(
            f"{len(subject.own)} recorded conversion actions, more than {limit}",
            f"有効なコンバージョン アクション {len(subject.own)} 個（目安 {limit} 個）",
        )
        evidence.append(subject.of_account("google_ads", seen))
    if listed > limit:
        seen = Text(
            f"{listed} conversions in the config, more than {limit}", f"設定ファイルに {listed} 個（目安 {limit} 個）"
        )
        evidence.append(subject.of_client(seen))
    nothing = Text("there are no conversions", "コンバージョンがありません")
    return verdict_on(evidence, len(subject.own) + listed, nothing)


def _signs(subject: Subject) -> Iterator[tuple[datetime.date, Text]]:
    """Days on which something is known to have been changed or reviewed."""
    for item in subject.key_events:
        try:  # an RFC 3339 time, or nothing of the kind
            made = datetime.date.fromisoformat(str(item.state.get("create_time"))[:10])
        except ValueError:
            continue
        name = item.address.name
        yield made, Text(f"key event {name} made on {made}", f"キーイベント {name} の作成: {made}")
    last = subject.config.review_last
    if last is not None:
        yield last, Text(f"last review on {last}", f"前回の見直し: {last}")
    for decision in subject.config.decisions:
        name, day = decision.conversion, decision.date
        yield day, Text(f"decision about {name} on {day}", f"{name} についての決定: {day}")


@rule(
    id="upkeep-stale",
    topic=Topic.UPKEEP,
    level=Level.WARNING,
    title=Text("There is no sign of a change for a year", "1年以上変更や見直しの形跡がありません"),
    passed=Text("There are signs of a change or a review within a year", "1年以内に変更または見直しが行われています"),
    why=Text(
        "Sites, prices and campaigns change within a year. A setup that shows no sign of a change since then measures "
        "the business of the past.",
        "サイト、価格、キャンペーンは1年のうちに変わります。その間に変更の形跡がない設定は、"
        "過去のビジネスを測り続けています。",
    ),
    fix=Text(
        "Review what is measured and what it is worth, and write the day into the config: `review: {last: …}`.",
        "計測対象とコンバージョン値を見直し、実施日を設定ファイルの `review: {last: …}` に記載します。",
    ),
    source=_REVIEW,
)
def upkeep_stale(subject: Subject) -> Verdict:
    """The newest sign of a change is older than STALE_DAYS."""
    if not (subject.own or subject.key_events or subject.config.conversions):
        return not_applicable(Text("there are no conversions", "コンバージョンがありません"))
    newest = max(_signs(subject), key=lambda sign: (sign[0], sign[1].en), default=None)
    if newest is None:
        return unknown(
            Text(
                "Google Ads keeps no history of conversion actions, and neither a key event nor `review: {last: …}` "
                "tells of a change",
                "Google 広告にはコンバージョン アクションの変更履歴がなく、キーイベントの作成日も `review: {last: "
                "…}` の記載もありません",
            )
        )
    day, sign = newest
    seen = Text(f"the newest sign of a change: {sign.en}", f"最も新しい変更の形跡: {sign.ja}")
    if (subject.today - day).days <= STALE_DAYS:
        return verdict_on_one(None)
    return verdict_on_one(subject.of_client(seen) if subject.client else subject.of_account(GA4, seen))


@rule(
    id="upkeep-removed-in-goal",
    topic=Topic.UPKEEP,
    level=Level.WARNING,
    title=Text(
        "A custom goal lists an action that is not recorded any more",
        "計測されていないアクションがカスタム目標に残っています",
    ),
    passed=Text(
        "Custom goals list recorded actions only",
        "カスタム目標に含まれるアクションはすべて有効です",
    ),
    why=Text(
        "Campaigns with this goal aim for less than its name promises: the removed action brings nothing more. Whoever "
        "reads the goal believes that it is still bid for.",
        "この目標を使うキャンペーンは、削除済みのアクションの分だけ少ない成果を目指して入札しています。"
        "目標の一覧を見る人は、まだ入札の対象だと誤解します。",
    ),
    fix=Text(
        "Take it out of the custom goal (Goals > Summary > Custom goals), or in the config out of `goals: {custom: "
        "…}`; put its successor in where there is one.",
        "Google 広告の「目標」>「概要」でカスタム目標から外すか、設定ファイルの `goals: {custom: …}` から外します。"
        "後継のアクションがあれば追加してください。",
    ),
    source="CustomConversionGoal.conversion_actions, comment of the v26 proto, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS, Need.CUSTOM_GOALS),
)
def upkeep_removed_in_goal(subject: Subject) -> Verdict:
    """Live custom goals with an action that is read and not enabled; one that was not read tells nothing."""
    gone = {item.id: item for item in subject.live(ACTION) if not item.action.enabled}
    goals = [item for item in subject.live(CUSTOM_GOAL) if item.standing is not Standing.REMOVED]
    evidence = []
    for goal in goals:
        listed = CustomGoalState(goal.state).actions
        dead = [gone[action] for action in listed if action in gone] if isinstance(listed, tuple) else []
        if dead:
            names = ", ".join(sorted(f"{item.address.name} ({item.state.get(STATUS)})" for item in dead))
            evidence.append(subject.of(goal, Text(f"lists {names}", f"含まれるアクション: {names}")))
    return verdict_on(evidence, len(goals), Text("there is no custom goal", "カスタム目標がありません"))


@rule(
    id="upkeep-ignored-expired",
    topic=Topic.UPKEEP,
    level=Level.NOTE,
    title=Text(
        "An accepted finding is past its end",
        "期限の切れた除外設定（audit.ignore）があります",
    ),
    passed=Text("No accepted finding is past its end", "期限の切れた除外設定はありません"),
    why=Text(
        "A finding was accepted until a day, so that somebody would look at it again. That day has come: the finding "
        "counts again.",
        "この除外設定は、期限が来たら再確認する前提で登録されています。期限を過ぎたため、"
        "該当する指摘は再び集計されます。",
    ),
    fix=Text(
        "Mend what it is about and delete the entry from `audit: {ignore: …}`, or give it a new `until`.",
        "指摘の内容を解消して `audit: {ignore: …}` から削除するか、新しい `until` を設定します。",
    ),
    source=_REVIEW,
    needs=(Need.CONFIG,),
)
def upkeep_ignored_expired(subject: Subject) -> Verdict:
    """Entries of `audit.ignore` whose last day is past."""
    evidence = []
    for item in subject.settings.ignore:
        if not item.counts_on(subject.today):
            seen = Text(
                f"{item.rule} {item.object or '*'} was accepted until {item.until}: {item.reason}",
                f"{item.rule} {item.object or '*'} の除外期限: {item.until}（理由: {item.reason}）",
            )
            evidence.append(replace(subject.of_client(seen), id=f"{item.rule} {item.object}", span=item.span))
    return verdict_on(evidence, len(subject.settings.ignore), Text("no finding is accepted", "除外設定がありません"))
