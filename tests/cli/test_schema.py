"""`microconv schema`."""

from __future__ import annotations

import json

import jsonschema
import pytest
import yaml


def test_it_prints_one_json_schema(run, config):
    done = run("schema")
    assert (done.code, done.err) == (0, "")
    schema = json.loads(done.out)
    validator = jsonschema.validators.validator_for(schema)
    validator.check_schema(schema)
    data = yaml.safe_load(config.read_text(encoding="utf-8"))
    assert list(validator(schema).iter_errors(data)) == []
    data["conversions"][0]["category"] = "nonsense"
    assert list(validator(schema).iter_errors(data))


def test_to_a_file(run, tmp_path):
    path = tmp_path / "schema.json"
    done = run("schema", "-o", path)
    assert (done.code, done.out) == (0, "")
    assert path.read_text(encoding="utf-8") == run("schema").out


def test_one_key(run):
    done = run("schema", "counting")
    assert done.code == 0
    assert "one_per_click" in done.out
    assert "many_per_click" in done.out


def test_every_key(run):
    done = run("schema", "--keys")
    assert done.code == 0
    for key in ("conversions", "unlisted", "counting", "google_ads"):
        assert key in done.out


def test_a_key_that_does_not_exist(run):
    done = run("schema", "colour")
    assert (done.code, done.out) == (64, "")
    assert "there is no key 'colour'; `microconv schema --keys` lists them" in done.err


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("count", "counting"),
        ("カウント方法", "counting"),
        ("conversions.couting", "counting"),
        ("mcc", "google_ads.login_customer_id"),
        ("primary", "role"),
    ],
)
def test_a_key_that_was_meant(run, word, meant):
    done = run("schema", word)
    assert (done.code, done.out) == (64, "")
    assert f"there is no key {word!r}; did you mean {meant!r}?" in done.err
    assert run("schema", meant).code == 0
