"""Regular expressions of GA4's event rules: those of RE2, which Google's services use (github.com/google/re2)."""

from __future__ import annotations

import re
import warnings

from microconv.core.text import NO_TEXT, Text

_PLAIN = re.compile(r"\\[^1-9]|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)
"""An escaped character, or a class of characters: signs that mean nothing else."""

_NOT_OF_RE2 = {
    r"\(\?(?:=|!|<=|<!)": Text("look-ahead and look-behind", "先読みと後読み"),
    r"\(\?P=|\\[1-9]": Text("references to a group", "グループの参照"),
    r"\(\?(?:>|\()|[*+?}]\+": Text("possessive quantifiers and conditions", "強欲な量指定子と条件式"),
}
"""Constructs of Python's regular expressions that RE2 does not have."""

_CUT = 60
"""Characters of Python's own message that are shown; it can hold what the config holds."""


def fault(pattern: str) -> Text:
    """The reason why `pattern` is not a regular expression that GA4 takes; empty if it is one."""
    plain = _PLAIN.sub("x", pattern)
    for sign, beyond in _NOT_OF_RE2.items():
        if re.search(sign, plain):
            return Text(
                f"GA4 has no {beyond.en}: its regular expressions are those of RE2",
                f"GA4 の正規表現（RE2）では、{beyond.ja}は使えません",
            )
    return _broken(pattern)


_NOT_OF_BROWSERS = {
    r"\(\?P[<=>]": Text("no (?P…", "(?P… は使えません"),
    r"\(\?[aiLmsux-]+[:)]": Text(
        "no flags such as (?i): write `ignore_case: true`",
        "(?i) などのフラグは使えません。代わりに `ignore_case: true` を指定してください",
    ),
    r"\\[AZz]": Text("no \\A and \\Z: write ^ and $", "\\A と \\Z は使えません。^ と $ を使ってください"),
    r"[+*?}]\+": Text("no possessive quantifiers", "強欲な量指定子は使えません"),
}
"""Constructs of Python's regular expressions that JavaScript does not have."""


def fault_in_browser(pattern: str) -> Text:
    """The reason why `pattern` is not a regular expression of JavaScript, as Tag Manager's web containers take it.

    Empty if it is one.
    """
    plain = re.sub(r"\[[^\]]*\]", "x", pattern.replace("\\\\", "x"))
    for sign, beyond in _NOT_OF_BROWSERS.items():
        if re.search(sign, plain):
            return Text(f"browsers have {beyond.en}", f"ブラウザの正規表現では、{beyond.ja}")
    return _broken(pattern)


def _broken(pattern: str) -> Text:
    """The reason why a pattern is no regular expression in any dialect."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            re.compile(pattern)
    except re.error as error:
        reason = repr(error.msg[:_CUT])[1:-1]
        if error.pos is None:
            return Text(reason, f"正規表現のエラー: {reason}")
        return Text(f"{reason} at character {error.pos + 1}", f"{error.pos + 1} 文字目: {reason}")
    except ValueError:
        return Text("its flags contradict each other", "フラグが互いに矛盾しています")
    except OverflowError:
        return Text("a number in it is too large", "数値が大きすぎます")
    except RecursionError:
        return Text("it is nested too deeply", "入れ子が深すぎます")
    return NO_TEXT
