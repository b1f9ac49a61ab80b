"""The pages on registries: their registry is one, and what they show of a copied config is what comes out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import microconv

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"clients.md": "en", "clients.ja.md": "ja"}


@pytest.fixture(params=PAGES)
def page(request, tmp_path, monkeypatch):
    """A page, in a folder with its registry, the files of its profiles, and a config for each client."""
    monkeypatch.chdir(tmp_path)
    text = (DOCS / request.param).read_text("utf-8")
    Path("clients.yaml").write_text(re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)[0], "utf-8")
    Path("secrets").mkdir()
    for name in ("agency-google-ads.yaml", "clinics-google-ads.yaml", "clinics-key.json"):
        Path("secrets", name).write_text("", "utf-8")
    Path("configs").mkdir()
    config("aoi-store", 1234567890, "ga4: {property_id: 345678901}\n")
    config("botan-clinic", 2345678901)
    return request.param, text


def config(label, customer, more=""):
    content = f"version: 1\nclient: {label}\ngoogle_ads: {{customer_id: {customer}}}\n{more}conversions: []\n"
    Path("configs", f"{label}.yaml").write_text(content, "utf-8")


def test_the_registry_of_the_page_is_one(page, run):
    done = run("validate", "clients.yaml")
    assert (done.code, done.out) == (0, "3 files, 2 clients, 0 conversions: valid (0 errors, 0 warnings)\n")


def test_the_message_of_the_page_comes_out(page, run):
    name, text = page
    config("botan-clinic", 1234567890)
    out = run("validate", "clients.yaml", "--language", PAGES[name]).out
    shown = re.search(r"^    configs/botan-clinic.yaml.*?\n\n", text, re.DOTALL | re.MULTILINE)
    assert [line.strip() for line in shown[0].strip().splitlines()] == [line.strip() for line in out.splitlines()[:-1]]


def test_the_library_of_the_page(page):
    _, text = page
    names = {"microconv": microconv}
    exec(re.findall(r"```python\n(.*?)```", text, re.DOTALL)[0], names)
    assert ([one.label for one in names["retail"]], names["problems"]) == (["aoi-store"], [])
