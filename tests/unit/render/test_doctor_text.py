"""The checks of the way to the accounts, for a terminal."""

from __future__ import annotations

from microconv.analysis.access import Check, Status
from microconv.core.text import Text
from microconv.render.doctor import doctor_text


def test_a_next_step_that_several_checks_share_is_said_once() -> None:
    share, own = Text("sign in again", "再度ログインしてください"), Text("set the clock", "時刻を合わせてください")
    names = [Text(name, name) for name in ("aoi", "hikari", "clock")]
    refused = Text("refused", "拒否されました")
    checks = [
        Check(name, Status.FAILED, refused, advice) for name, advice in zip(names, (share, share, own), strict=True)
    ]
    lines = doctor_text(checks).splitlines()
    assert [line.strip() for line in lines[:5]] == [
        "✗ aoi: failed: refused",
        "✗ hikari: failed: refused",
        "→ sign in again",
        "✗ clock: failed: refused",
        "→ set the clock",
    ]
