"""Does a tag work that counts nothing, and which days should bidding leave out?"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from microconv.analysis.around import AMOUNTS, context_of
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.audit.rules.silent_actions import (
    QUARTER,
    WEEK,
    Silent,
    counting,
    expected,
    nothing,
    silent,
    since,
    tag_works,
)
from microconv.core.text import Text

LONGEST = 14
"""Days that one data exclusion may have at most (BiddingDataExclusion, v26 proto, checked 2026-11-28)."""


@rule(
    id="silence-not-ads",
    topic=Topic.SILENCE,
    level=Level.WARNING,
    title=Text(
        "A tag works, and ads bring no conversion any more",
        "タグは動作していますが、広告経由のコンバージョンが途絶えています",
    ),
    passed=Text(
        "Every action whose tag works also counts conversions of ads",
        "タグが動作しているアクションは、広告経由のコンバージョンも計測しています",
    ),
    why=Text(
        "Visitors do take the step, so the tag is not what broke. Either ads bring nobody to it any more, or the click "
        "ids are lost on the way (a redirect, consent, auto-tagging), and bidding learns from nothing.",
        "訪問者は実際に行動しているため、タグの故障ではありません。広告からの訪問が途絶えたか、途中でクリック ID が"
        "失われています（リダイレクト、同意の設定、自動タグ設定など）。入札は学習の材料を失っています。",
    ),
    fix=Text(
        "See in Google Ads if the campaigns still bring clicks. If they do, click an ad, go through the step and see "
        "if `gclid` is still in the address and the cookie `_gcl_aw` is set; look at redirects, consent and "
        "auto-tagging.",
        "まず、キャンペーンのクリックが続いているかを Google 広告で確認します。続いている場合は、広告をクリックして"
        "行動を最後まで行い、URL に `gclid` が残り、Cookie `_gcl_aw` が保存されるかを確認します。"
        "リダイレクト、同意の設定、自動タグ設定も確認してください。",
    ),
    source="metrics.conversion_last_received_request_date_time, comment of the v26 proto, checked 2026-11-28",
    needs=(Need.COUNTS,),
)
def silence_not_ads(subject: Subject) -> Verdict:
    """Last request of the tag against the last conversion. Comes with the query for the last conversions."""
    actions = counting(subject)
    evidence = []
    for one in actions:
        if tag_works(subject, one) and expected(one):
            en, ja = since(one)
            asked = one.counted.asked
            text = Text(f"{en}; its tag was last asked at {asked}", f"{ja}。タグの最終受信: {asked}")
            evidence.append(subject.of(one.item, text))
    return verdict_on(evidence, len(actions), nothing(subject))


@rule(
    id="silence-exclusion",
    topic=Topic.SILENCE,
    level=Level.NOTE,
    title=Text(
        "Days of broken measurement could be excluded from bidding",
        "計測が途絶えた期間を、入札の学習から除外できます",
    ),
    passed=Text(
        "No days of broken measurement are known that bidding should leave out",
        "入札の学習から除外すべき期間は見つかっていません",
    ),
    why=Text(
        "Bidding takes missing conversions for bad clicks, and bids less for them for weeks. Google lets such days be "
        "left out (data exclusion): the sooner the better, and as few days as possible.",
        "計測されなかった期間のクリックは「成果につながらないクリック」として学習され、その後も入札が弱まります。"
        "Google の「データ除外」を使うと、この期間を学習から除外できます。早めに、必要最小限の日数で設定します。",
    ),
    fix=Text(
        "First mend the measurement. Then make the data exclusion in Google Ads (Tools > Adjustments > Data "
        "exclusions) with these days and campaigns; let it begin earlier by the usual days from click to conversion. "
        "Not where the step really did not happen. microconv does not write it.",
        "まず計測を修復します。その後、Google 広告の「ツール」>「調整」>「データ除外」で、この期間とキャンペーンを"
        "指定します。クリックからコンバージョンまでの通常の日数だけ、開始日を早めてください。実際に行動が"
        "なかった期間には使いません。microconv はこの設定を書き込みません。",
    ),
    source="Data exclusions, support.google.com/google-ads/answer/10370710, checked 2026-11-28",
    needs=(Need.GOALS, Need.CAMPAIGNS, Need.COUNTS),
)
def silence_exclusion(subject: Subject) -> Verdict:
    """Data exclusions that silent actions would need. Comes with the queries for counts and campaigns."""
    learning = {one.campaign for one in context_of(subject).campaigns or () if one.strategy in AMOUNTS}
    actions = [one for one in silent(subject) if one.item.id in subject.used]
    evidence = []
    for one in actions:
        campaigns = [name for name in subject.places(one.item.id) if name in learning]
        if campaigns and WEEK <= one.days < QUARTER and expected(one):
            evidence.append(subject.of(one.item, _exclusion(subject, one, campaigns)))
    return verdict_on(evidence, len(actions), nothing(subject))


def _exclusion(subject: Subject, one: Silent, campaigns: list[str]) -> Text:
    """The exclusion in words: days, of which the last is not in it any more, campaigns and the reason."""
    days = ", ".join(f"{first} 00:00:00 – {end} 00:00:00" for first, end in _periods(subject, one))
    names = ", ".join(campaigns)
    en, ja = since(one)
    return Text(
        f"{days} (end exclusive); campaigns: [{names}]; {en}",
        f"{days}（終了時刻は含まない）。対象キャンペーン: [{names}]。{ja}",
    )


def _periods(subject: Subject, one: Silent) -> Iterator[tuple[datetime.date, datetime.date]]:
    """The days of silence in parts of at most LONGEST days, each with the day after its last."""
    first = subject.until - datetime.timedelta(days=one.days)
    while first < subject.until:
        end = min(first + datetime.timedelta(days=LONGEST), subject.until)
        yield first, end
        first = end
