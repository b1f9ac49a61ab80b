"""Has somebody decided what each conversion is?"""

from __future__ import annotations

from microconv.analysis.lines import entry
from microconv.analysis.subject import Subject
from microconv.audit.rule import Level, Need, Topic, Verdict, rule, verdict_on
from microconv.core.conversion import ConversionKind
from microconv.core.text import Text


@rule(
    id="upkeep-undecided",
    topic=Topic.UPKEEP,
    level=Level.NOTE,
    title=Text(
        "Nobody has decided if a conversion is a step or a result",
        "途中の行動か成果かが決まっていないコンバージョンがあります",
    ),
    passed=Text(
        "Of every conversion it is decided if it is a step or a result",
        "すべてのコンバージョンについて、途中の行動か成果かが決まっています",
    ),
    why=Text(
        "Values, roles and reports rest on it. Until somebody decides, the audit goes by category and name, and every "
        "change that could take the conversion from bidding is refused as if it were a result.",
        "値、役割、レポートはこの区別をもとにしています。決まるまでの間、監査はカテゴリと名前から判断し、入札から"
        "外れるおそれのある変更は、成果の場合と同じように止められます。",
    ),
    fix=Text(
        "A result: write `kind: macro`. A step: rename it with the prefix (the old name under `previously`) and take "
        "`kind` out.",
        "成果であれば `kind: macro` と書きます。途中の行動であれば接頭辞付きの名前に変更し（古い名前は `previously` に"
        "書きます）、`kind` を削除します。",
    ),
    source="docs/best-practices.md, Roles, checked 2026-11-23",
    needs=(Need.CONFIG,),
)
def upkeep_undecided(subject: Subject) -> Verdict:
    """Conversions with `kind: undecided`, each with what it is taken for."""
    kinds = {}
    for item in (*subject.key_events, *subject.actions):
        conversion = subject.declared(item)
        if conversion is not None:
            kinds[conversion.name] = subject.judged(item)
    evidence = []
    for conversion in subject.config.conversions:
        if conversion.kind is not ConversionKind.UNDECIDED:
            continue
        judged = kinds.get(conversion.name)
        if judged is None:
            evidence.append(subject.of_conversion(conversion, Text("it is not live", "アカウントにありません")))
            continue
        lines = entry(conversion.name, kind="macro") if judged.known and not judged.step else ""
        evidence.append(subject.of_conversion(conversion, judged.text, lines))
    nothing = Text("the config has no conversion", "設定ファイルにコンバージョンがありません")
    return verdict_on(evidence, len(subject.config.conversions), nothing)
