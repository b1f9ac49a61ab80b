"""Does a lead count once, and not again at each stage that it reaches?"""

from __future__ import annotations

from dataclasses import replace

from microconv.analysis.around import by_value
from microconv.analysis.lead_stages import ORDER, Stage, stage
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.resource import Live
from microconv.core.text import Text


@rule(
    id="roles-lead-stages",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "One lead counts again in bidding at each stage that it reaches",
        "1 件の見込み客が、段階が進むたびに入札で重ねて数えられています",
    ),
    passed=Text(
        "Bidding counts a lead at one stage",
        "入札では、見込み客は一つの段階でだけ数えられています",
    ),
    why=Text(
        "Whoever sends the form, is qualified and then bought counts three times where all three are primary, in "
        "whichever goals. Bids by number follow the sum: the cost of a lead looks a half or a third of what it is, and "
        "leads that go quickly through the stages weigh more than their worth.",
        "フォーム送信、有望な見込み客、成約がすべてメインアクションだと、目標が別々でも、同じ人が 3 件として数えら"
        "れます。件数に基づく入札はその合計に従うため、獲得単価は実際の 2 分の 1 や 3 分の 1 に見え、段階が早く進む"
        "見込み客が価値以上に重く扱われます。",
    ),
    fix=Text(
        "Let bidding have one stage: the latest one that happens often enough to learn from, and make the others "
        "secondary. Or give each stage only the value that it adds to the one before, and bid for value.",
        "入札に使うのは一つの段階にします。学習に十分な件数がある中で最も後の段階をメインアクションに残し、ほかはサブ"
        "アクションにします。または、各段階に前の段階からの増分だけを値として設定し、値に基づく入札に切り替えます。",
    ),
    source="docs/best-practices.md, Count once, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_lead_stages(subject: Subject) -> Verdict:
    """Results for several stages of a lead that bidding uses together, unless all such campaigns bid for value."""
    stages = {item.id: reached for item in subject.actions if (reached := stage(subject, item)) is not None}
    names = by_value(subject)
    places = [one.id for one in subject.bidding.campaigns or () if one.name not in names]
    together = {subject.used_by_campaign[place] for place in places} if subject.bidding.campaigns else {subject.used}
    several: dict[str, Live] = {}
    for ids in together:
        used = [item for item in subject.actions if item.id in stages and item.id in ids]
        if len({stages[item.id] for item in used}) > 1:
            several |= {item.id: item for item in used}
    evidence = []
    if several:
        ordered = sorted(several.values(), key=lambda item: (ORDER.index(stages[item.id]), item.address.name))
        account = subject.of_account("google_ads", _told([(item, stages[item.id]) for item in ordered]))
        evidence.append(replace(account, others=tuple(sorted(several))))
    nothing = Text("bidding uses no lead", "入札に使われている見込み客のアクションがありません")
    return verdict_on(evidence, sum(name in stages for name in subject.used), nothing)


def _told(items: list[tuple[Live, Stage]]) -> Text:
    """The actions and their stages, and how often one lead counts at most."""
    times = len({stage for _, stage in items})
    return Text(
        f"one lead counts up to {times} times: "
        + ", ".join(f'"{item.address.name}" ({stage.text.en})' for item, stage in items),
        f"1 件の見込み客が最大 {times} 回数えられます: "
        + "、".join(f"「{item.address.name}」（{stage.text.ja}）" for item, stage in items),
    )
