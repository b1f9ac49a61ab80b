"""Does bidding learn from results, and from steps only where these are too few?"""

from __future__ import annotations

from microconv.analysis.evidence import Evidence
from microconv.analysis.far_acts import distant
from microconv.analysis.learning import enough_finals
from microconv.analysis.once import once
from microconv.analysis.same_act import repeated
from microconv.analysis.subject import Subject
from microconv.analysis.worth import figure
from microconv.audit.rule import Level, Need, Topic, Verdict, not_applicable, rule, verdict_on, verdict_on_one
from microconv.audit.rules.demoting import FIX_BY_GOAL, demotion, told_with, unsettable
from microconv.audit.rules.likely_steps import sure_step
from microconv.audit.rules.naming import listed
from microconv.audit.rules.silence_ended import ended
from microconv.core.conversion import Role
from microconv.core.measures import RECENT_DAYS
from microconv.core.resource import Live, Standing
from microconv.core.text import Text

_PRACTICE = "docs/best-practices.md, Roles, checked 2026-11-23"

MOST_STEPS = 0.5
"""The largest share of steps among the conversions that bidding uses: beyond half, the column means steps."""

_NO_STEP = Text(
    "there is no micro-conversion among the recorded actions",
    "有効なコンバージョン アクションの中に、マイクロコンバージョンがありません",
)


def tenths(count: float) -> str:
    """A number of conversions, which Google shares out in fractions, to one decimal."""
    return figure(round(count, 1))


@once
def _recorded(subject: Subject) -> list[Live]:
    """Recorded actions that people set up, of the account whose conversions count here: it may be a manager's."""
    return [
        item for item in subject.actions if item.standing is not Standing.SYSTEM and item.id in subject.bidding_actions
    ]


def _steps_for_bidding(subject: Subject) -> list[Live]:
    """Steps that bidding uses because they are primary; distance-page-view tells of those far from the result."""
    steps = [item for item in _recorded(subject) if sure_step(subject, item) and not distant(subject, item)]
    return [item for item in steps if subject.primary(item) and item.id in subject.used]


def _opened(subject: Subject, item: Live) -> bool:
    """True if the config says that the account's goal of an action is biddable."""
    pair = subject.bidding_actions[item.id].pair
    return any(goal.biddable and goal.pair == pair for goal in subject.config.goals.account)


@once
def _finals(subject: Subject) -> float:
    """The number of known final conversions that bidding was given in the last 30 days, each act counted once.

    What is only guessed to be a result is no reason to take steps away.
    """
    again = repeated(subject)
    results = [item for item in _recorded(subject) if not subject.micro(item) and subject.judged(item).known]
    return sum(subject.counted(item).bid for item in results if item.id not in again)


@rule(
    id="roles-no-final",
    topic=Topic.ROLES,
    level=Level.ERROR,
    title=Text("No final conversion is primary", "メインアクションになっている最終コンバージョンがありません"),
    passed=Text("A final conversion is primary", "最終コンバージョンがメインアクションになっています"),
    why=Text(
        "Automatic bidding then has no business result to aim for; it chases steps, or nothing.",
        "自動入札が目標とする成果がなく、途中の行動ばかりを追いかけるか、何も追いかけないことになります。",
    ),
    fix=Text(
        "Make the final conversion primary: `role: primary` in the config, or its goal's settings in Google Ads.",
        "最終コンバージョンをメインアクションに変更します（設定ファイルでは `role: primary`。Google 広告では、"
        "目標の設定で変更できます）。",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS,),
)
def roles_no_final(subject: Subject) -> Verdict:
    """Accounts without a final action that still counts and is primary, or used through a custom goal.

    Those that record nothing too: there is nothing else that bidding could aim for. What Google runs itself is primary
    or not without meaning anything: it counts where bidding uses it.
    """
    recorded = _recorded(subject)
    there = [item for item in recorded if not unsettable(item) or subject.for_bidding(item)]
    finals = [item for item in there if not subject.micro(item) and not ended(item)]
    if any(subject.primary(item) or item.id in subject.used for item in finals):
        return verdict_on_one(None)
    seen = Text(
        f"{len(recorded)} recorded actions, {len(finals)} of them final conversions that can count, none of those "
        "primary",
        f"有効なコンバージョン アクション {len(recorded)} 件のうち計測できる最終コンバージョンは {len(finals)} 件で、"
        "メインアクションは 0 件です",
    )
    mend = "".join(
        subject.lines(item, role="primary") or listed(item, item.address.name, kind="macro", role="primary")
        for item in finals
    )
    return verdict_on_one(subject.of_account("google_ads", seen, mend))


@rule(
    id="roles-micro-primary",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "A micro-conversion is primary and nobody says so",
        "意図が書かれていないのに、マイクロコンバージョンがメインアクションになっています",
    ),
    passed=Text(
        "No micro-conversion is primary that is not meant to be",
        "意図せずメインアクションになっているマイクロコンバージョンはありません",
    ),
    why=Text(
        "Bidding aims for every step as much as its value says, and reports show it under Conversions. That helps "
        "only as long as the account has too few final conversions to learn from, and it should be a decision.",
        "入札は途中の行動にも価値の分だけ最適化され、レポートの「コンバージョン」にも計上されます。これが役立つのは、"
        "学習に必要な最終コンバージョンが足りない間だけであり、意図して選んだ設定であるべきです。",
    ),
    fix=Text(
        "Make it secondary. If the account has too few final conversions, list it in the config with `role: primary`. "
        f"{FIX_BY_GOAL.en}",
        "サブアクションに変更します。最終コンバージョンが足りないために使う場合は、"
        f"設定ファイルに `role: primary` と書きます。{FIX_BY_GOAL.ja}",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS,),
)
def roles_micro_primary(subject: Subject) -> Verdict:
    """Steps that bidding uses and that the config does not declare primary, unless finals are known to suffice."""
    steps = [item for item in _recorded(subject) if sure_step(subject, item)]
    if steps and subject.has_counts and _finals(subject) >= enough_finals(subject):
        return not_applicable(
            Text(
                "there are enough final conversions: roles-micro-enough judges it",
                "最終コンバージョンが足りているため、roles-micro-enough で判定します",
            )
        )
    evidence = []
    for item in _steps_for_bidding(subject):
        conversion, decided = subject.declared(item), subject.decided(item)
        if (decided is not None and decided.role is Role.PRIMARY) or (unsettable(item) and _opened(subject, item)):
            continue
        seen = Text("primary, and not under `conversions`", "メインアクション（`conversions` に記載なし）")
        if conversion is not None and decided is None:
            seen = Text(
                "primary; the config says `kind: undecided`", "メインアクション（設定ファイルでは `kind: undecided`）"
            )
        elif conversion is not None:
            seen = Text(
                "primary; the config says `role: secondary`", "メインアクション（設定ファイルでは `role: secondary`）"
            )
        elif subject.client is None:
            pair = subject.bidding_actions[item.id].pair
            seen = Text(f"primary, and used as {pair}", f"メインアクション（目標 {pair} として入札に使用）")
        evidence.append(subject.of(item, told_with(subject, seen, item), demotion(subject, item)))
    return verdict_on(evidence, len(steps), _NO_STEP)


@rule(
    id="roles-micro-enough",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "A micro-conversion is primary although there are enough final conversions",
        "最終コンバージョンが足りているのに、マイクロコンバージョンがメインアクションになっています",
    ),
    passed=Text(
        "There are enough final conversions, and no micro-conversion is primary",
        "最終コンバージョンは足りており、メインアクションになっているマイクロコンバージョンはありません",
    ),
    why=Text(
        "Micro-conversions help bidding while final conversions are too few to learn from. With enough of them the "
        "steps only draw the budget to visitors who begin and do not finish. A config that says otherwise may be out "
        "of date.",
        "マイクロコンバージョンが入札の役に立つのは、学習に必要な最終コンバージョンが足りない間だけです。"
        "足りている場合は、途中でやめてしまう訪問者に予算が流れるだけになります。設定ファイルで指定している場合も、"
        "内容が古くなっている可能性があります。",
    ),
    fix=Text(
        "Make it secondary, one at a time, and watch the campaigns for two weeks. If the steps are still needed, set "
        f"`learning: {{finals: …}}` to the number that this client needs. {FIX_BY_GOAL.en}",
        "一つずつサブアクションに変更し、2 週間ほどキャンペーンの様子を見ます。引き続き必要な場合は、"
        f"このクライアントに必要な件数を `learning: {{finals: …}}` に設定します。{FIX_BY_GOAL.ja}",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS, Need.COUNTS),
)
def roles_micro_enough(subject: Subject) -> Verdict:
    """Steps that bidding uses, declared or not, while finals reach the settable number."""
    steps = [item for item in _recorded(subject) if sure_step(subject, item)]
    finals, enough = tenths(_finals(subject)), tenths(enough_finals(subject))
    if steps and _finals(subject) < enough_finals(subject):
        return not_applicable(
            Text(
                f"{finals} final conversions in {RECENT_DAYS} days, fewer than {enough}",
                f"最終コンバージョンは {RECENT_DAYS} 日間で {finals} 件であり、{enough} 件に達していません",
            )
        )
    evidence = []
    for item in _steps_for_bidding(subject):
        conversion = subject.declared(item)
        pair = subject.bidding_actions[item.id].pair
        more = Text(f"used as {pair}", f"目標 {pair} として入札に使用")
        if conversion is not None and conversion.role is Role.PRIMARY:
            more = Text("the config says `role: primary`", "設定ファイルでも `role: primary` と指定")
        seen = Text(
            f"primary, with {finals} final conversions in {RECENT_DAYS} days ({enough} are enough); {more.en}",
            f"メインアクション。最終コンバージョンは {RECENT_DAYS} 日間で {finals} 件（{enough} 件で十分）。{more.ja}",
        )
        evidence.append(subject.of(item, told_with(subject, seen, item), demotion(subject, item)))
    return verdict_on(evidence, len(steps), _NO_STEP)


@rule(
    id="roles-steps-dominate",
    topic=Topic.ROLES,
    level=Level.WARNING,
    title=Text(
        "Most conversions that bidding uses are steps",
        "入札に使われるコンバージョンの過半数がマイクロコンバージョンです",
    ),
    passed=Text(
        "At least half of the conversions that bidding uses are final ones",
        "入札に使われるコンバージョンの半数以上が最終コンバージョンです",
    ),
    why=Text(
        "Bidding learns mostly from what happens most. And the column Conversions then says something else than "
        "people read in it: 67 conversions, of which 4 are sales.",
        "入札は、件数の多い行動から多くを学習します。また、レポートの「コンバージョン」列が実態とかけ離れます。"
        "たとえば 67 件と表示されていても、そのうち成果は 4 件だけ、という状態です。",
    ),
    fix=Text(
        "Make the steps with the most conversions secondary, the farthest from the result first, and tell the client "
        "beforehand that the column Conversions will fall.",
        "件数の多いものから、成果より遠い順にサブアクションへ変更します。「コンバージョン」列の数値が下がることを、"
        "事前にクライアントへ伝えます。",
    ),
    source=_PRACTICE,
    needs=(Need.GOOGLE_ADS, Need.COUNTS),
)
def roles_steps_dominate(subject: Subject) -> Verdict:
    """The share of steps in the column Conversions of the last 30 days."""
    total = sum(subject.counted(item).bid for item in subject.actions)
    steps = sum(subject.counted(item).bid for item in subject.actions if sure_step(subject, item))
    evidence: list[Evidence] = []
    if steps > MOST_STEPS * total:
        part, whole = tenths(steps), tenths(total)
        seen = Text(
            f"{part} of {whole} conversions in {RECENT_DAYS} days are steps ({100 * steps / total:.1f} %)",
            f"{RECENT_DAYS} 日間のコンバージョン {whole} 件のうち {part} 件（{100 * steps / total:.1f} %）がマイクロ"
            "コンバージョンです",
        )
        evidence.append(subject.of_account("google_ads", seen))
    nothing = Text(
        f"bidding was given no conversion in {RECENT_DAYS} days",
        f"入札に使われたコンバージョンが {RECENT_DAYS} 日間で 1 件もありません",
    )
    return verdict_on(evidence, int(total > 0), nothing)
