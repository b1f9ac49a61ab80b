"""Do the results that bidding learns from still arrive?"""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.analysis.worth import figure
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.silence_ended import ended
from microconv.audit.rules.silent_actions import MONTH, WEEK, counting, expected, nothing, since, tag_works
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Live, Standing
from microconv.core.text import Text


def results(subject: Subject) -> list[Live]:
    """The final conversions that bidding uses, that somebody set up, and that can count."""
    used = [item for item in subject.actions if item.id in subject.used and item.standing is not Standing.SYSTEM]
    return [item for item in used if not subject.micro(item) and not ended(item)]


@rule(
    id="silence-result",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "A final conversion that bidding learns from has stopped",
        "入札に使われている最終コンバージョンの計測が止まっています",
    ),
    passed=Text(
        "The final conversions that bidding learns from go on",
        "入札に使われている最終コンバージョンは計測が続いています",
    ),
    why=Text(
        "Bidding takes the silence for clicks that bring nothing, and bids less from day to day. A result that came "
        "regularly and stops is mostly a tag that a change of the site took away, or an upload that broke.",
        "自動入札は、計測が止まっている間のクリックを成果のないものとして学習し、日ごとに入札を弱めます。"
        "定期的に発生していた成果が止まる原因の多くは、サイトの変更によるタグの消失や、アップロードの停止です。",
    ),
    fix=Text(
        "Go through the step on the site with Tag Assistant open; of an upload, see what sends it. Mend it today, and "
        "look at silence-exclusion: the days without measurement can be kept out of what bidding learns.",
        "Tag Assistant を開いた状態でサイト上の行動を実際に行い、アップロードの場合は送信元を確認します。できるだけ早く"
        "修復してください。計測できなかった期間は、入札の学習から除外できます（silence-exclusion を参照）。",
    ),
    source="metrics.conversion_last_conversion_date, comment of the v26 proto, checked 2026-11-29",
    needs=(Need.GOOGLE_ADS, Need.GOALS, Need.COUNTS),
)
def silence_result(subject: Subject) -> Verdict:
    """Results that bidding uses, silent for 7 to 29 days though conversions were to be expected in them.

    Those whose tag works are the business of silence-not-ads. Comes with the query for the last conversions.
    """
    mine = {item.id for item in results(subject)}
    actions = [one for one in counting(subject) if one.item.id in mine]
    evidence = []
    for one in actions:
        if WEEK <= one.days < MONTH and expected(one) and not tag_works(subject, one):
            en, ja = since(one)
            seen = Text(
                f"{en}; {figure(one.counted.all)} conversions in {RECENT_DAYS} days",
                f"{ja}。{RECENT_DAYS} 日間では {figure(one.counted.all)} 件",
            )
            evidence.append(subject.of(one.item, seen))
    return verdict_on(evidence, len(actions), nothing(subject))
