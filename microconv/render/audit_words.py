"""The names of levels, statuses and answers of an audit, in both languages: one place for every output.

English begins with a capital, as on the page; text for a terminal and Markdown have it in lower case.
"""

from __future__ import annotations

from microconv.audit.result import Standpoint
from microconv.audit.rule import Level, Status
from microconv.core.text import Text

LEVELS = {
    Level.ERROR: Text("Error", "エラー"),
    Level.WARNING: Text("Warning", "警告"),
    Level.NOTE: Text("Note", "参考"),
}
LEVELS_MANY = {
    Level.ERROR: Text("Errors", "エラー"),
    Level.WARNING: Text("Warnings", "警告"),
    Level.NOTE: Text("Notes", "参考"),
}
STATUSES = {
    Status.PASS: Text("Passed", "問題なし"),
    Status.FAIL: Text("Failed", "要対応"),
    Status.NOT_APPLICABLE: Text("Not applicable", "対象外"),
    Status.UNKNOWN: Text("Unknown", "判定不能"),
}
ANSWERS = {
    Standpoint.YES: Text("Yes", "はい"),
    Standpoint.PARTLY: Text("Partly", "一部"),
    Standpoint.NO: Text("No", "いいえ"),
    Standpoint.UNKNOWN: Text("Unknown", "不明"),
}

QUESTIONS = Text("Four questions", "4つの確認事項")
PURPOSES = Text("Why each is measured", "計測の目的")
FINDINGS = Text("Findings", "指摘事項")
EMULATED = Text("Emulated", "エミュレーター")
SOURCE = Text("Source", "出典")

IGNORED = Text("Ignored", "除外")
"""A finding that the config accepts (`audit.ignore`)."""

IGNORED_UNTIL = Text("Ignored until {day}: {reason}", "{day} まで除外: {reason}")
KNOWN = Text("Known", "既知")
"""A finding that was in the baseline."""

IN_BASELINE = Text("In the baseline", "ベースラインに記載済み")
