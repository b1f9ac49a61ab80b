"""The pages on Data Studio: the template's config and the client's go together, and give the client's address."""

from __future__ import annotations

import yaml

from microconv.loading import load
from tests.docs.pages import blocks, page

PAGES = ("data-studio.md", "data-studio.ja.md")


def configs(name: str) -> list[str]:
    return [one.text for one in blocks(page(name)) if one.language == "yaml"]


def test_both_pages_say_the_same():
    english, japanese = PAGES
    assert configs(english) == configs(japanese)


def test_base_and_client_give_an_address(run, tmp_path):
    base, client = configs(PAGES[0])
    head = "version: 1\ncurrency: JPY\n"
    (tmp_path / "agency-base.yaml").write_text(head + base, "utf-8")
    path = tmp_path / "aoi.yaml"
    own = "client: aoi-store\nconversions: [{name: purchase, kind: macro, role: secondary, value: 1, ga4: {}}]\n"
    path.write_text("version: 1\n" + client + own, "utf-8")
    loaded, problems = load(path)
    assert (loaded is not None, problems) == (True, ())
    template = yaml.safe_load(base)["report"]["data_studio"]["template"]
    done = run("report", path, "--data-studio")
    assert done.code == 0, done
    assert template in done.out
    assert "345678901" in done.out
