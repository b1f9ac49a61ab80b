"""pre-commit itself, on a repository whose hook comes from the tree as it stands here."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.heavy import heavy
from tests.release.conftest import LIMIT_S, call, plain_environment

GOOD = """\
version: 1
client: a
currency: JPY
ga4: {property_id: 345678901}
conversions: [{name: mv_a, category: add_to_cart, role: secondary, google_ads: false, ga4: {}}]
"""
BROKEN = GOOD.replace("mv_a,", "mv_a, kind: sometimes,")


def git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "commit.gpgsign=false")
    call("git", *who, *arguments, cwd=folder)


@heavy
def test_pre_commit_takes_the_hook_and_stops_a_broken_config(tree, tmp_path):
    """`pre-commit try-repo`, which installs the hook from a commit of the tree in an environment of its own."""
    call("python3", "-m", "venv", tmp_path / "tool", cwd=tmp_path)
    call(tmp_path / "tool/bin/python", "-m", "pip", "install", "--quiet", "pre-commit>=4,<5", cwd=tmp_path)
    git(tree, "init", "--quiet")
    git(tree, "add", "--all")
    git(tree, "commit", "--quiet", "--message", "The tree")
    mine = tmp_path / "mine"
    (mine / "configs").mkdir(parents=True)
    git(mine, "init", "--quiet")

    def hook(text: str) -> subprocess.CompletedProcess[str]:
        (mine / "configs/a.yaml").write_text(text, "utf-8")
        git(mine, "add", "--all")
        words = [tmp_path / "tool/bin/pre-commit", "try-repo", tree, "microconv-validate", "--all-files", "--verbose"]
        environment = {**plain_environment(), "PRE_COMMIT_HOME": str(tmp_path / "cache")}
        return subprocess.run(
            words, cwd=mine, env=environment, capture_output=True, text=True, timeout=LIMIT_S, check=False
        )

    good = hook(GOOD)
    assert good.returncode == 0, good.stdout + good.stderr
    assert "1 file, 1 client, 1 conversion: valid" in good.stdout
    broken = hook(BROKEN)
    assert broken.returncode == 1, broken.stdout + broken.stderr
    assert "sometimes" in broken.stdout
