"""Does bidding use what only its numbers show to be a step?"""

from __future__ import annotations

from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.resource import Live
from microconv.core.text import Text


def sure_step(subject: Subject, item: Live) -> bool:
    """True for a step by its name, its category or the config; not for one that only its value or number is a sign of.

    What is only likely by numbers is nothing to warn of: roles-likely-step tells of it.
    """
    judged = subject.judged(item)
    return judged.step and not judged.by_numbers


@rule(
    id="roles-likely-step",
    topic=Topic.ROLES,
    level=Level.NOTE,
    title=Text(
        "Bidding uses what may be a step, by its numbers",
        "件数や値から、途中の行動とみられるアクションが入札に使われています",
    ),
    passed=Text(
        "Nothing that bidding uses looks like a step by its numbers alone",
        "件数や値だけから途中の行動とみられるアクションは、入札に使われていません",
    ),
    why=Text(
        "Neither its name nor its category says what it counts, and it happens so much more often than the results, or "
        "is worth so much less, that it hardly is one. That is a guess: nobody should change bidding because of it "
        "before having looked.",
        "名前からもカテゴリからも計測の対象は分かりませんが、成果に比べて件数が極端に多い、または値が極端に小さいため、"
        "成果ではない可能性があります。これは推測であり、確認する前に入札の設定を変更すべきではありません。",
    ),
    fix=Text(
        "Find out what it counts, and give it a category and a name that say so; or list it in the config with its "
        "`kind`.",
        "何を計測しているかを確認し、内容の分かるカテゴリと名前に変更します。または、設定ファイルに `kind` とともに"
        "記載します。",
    ),
    source="docs/best-practices.md, Roles, checked 2026-11-23",
    needs=(Need.GOOGLE_ADS, Need.GOALS),
)
def roles_likely_step(subject: Subject) -> Verdict:
    """Actions that bidding uses and that are steps by their numbers alone, with these numbers."""
    used = [item for item in subject.relevant if item.id in subject.used]
    guessed = [item for item in used if subject.judged(item).by_numbers]
    evidence = [subject.of(item, subject.judged(item).text) for item in guessed]
    return verdict_on(evidence, len(used), Text("bidding uses no action", "入札に使われているアクションがありません"))
