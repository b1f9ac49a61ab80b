"""Every command with `--dask`, by a stand-in of the workers in this process: what is sent is pickled, both ways."""

from __future__ import annotations

import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest

from microconv.cli.command_list import COMMANDS
from microconv.fleet import dask, far
from microconv.fleet.far import Order
from tests.conftest import CART, PURCHASE

ARGUMENTS = {
    "audit": ["{configs}", "--format", "json"],
    "explain": ["purchase", "{configs}"],
    "funnel": ["{configs}", "--month", "2026-10"],
    "plan": ["{configs}", "--format", "gitlab"],
    "report": ["{configs}", "--month", "2026-10"],
    "snapshot": ["{configs}", "-o", "-"],
    "snippets": ["{configs}"],
    "sync": ["{configs}", "--yes"],
}
"""The commands that take --dask, each as one that runs."""


class Sent(ThreadPoolExecutor):
    """Threads that get their tasks, and give their answers, through pickle."""

    lost = ""
    """The label of the client whose worker dies."""

    def submit(self, fn, /, *args):
        if args[0].client.label == self.lost:
            return super().submit(_die)
        return super().submit(_passed, pickle.dumps((fn, far.at_home(args[0]))))


def _passed(sent):
    work, task = pickle.loads(sent)
    return pickle.loads(pickle.dumps(work(task)))


def _die():
    raise dask.WorkerGoneError("killed")


class Workers:
    threads = 2

    def __init__(self, order):
        self.executor, self.order = Sent(2), order


@pytest.fixture
def workers(monkeypatch):
    """Whoever connects gets these workers. Returns the addresses that were connected to, and for which kind of work."""
    asked = []

    @contextmanager
    def connected(address, tasks, *, once, stop):
        asked.append((address, once))
        yield Workers(Order.of("ab12", list(tasks)))

    monkeypatch.setattr(dask, "connected", connected)
    return asked


@pytest.fixture
def configs(environment, write_config, tmp_path, monkeypatch):
    monkeypatch.setenv("MICROCONV_STATE_DIR", str(tmp_path / "state"))
    monkeypatch.chdir(tmp_path)
    conversions = ({**PURCHASE, "ga4": {"event": "purchase"}}, {**CART, "funnel": {"next": "purchase"}})
    write_config(*conversions, file="configs/aoi.yaml")
    write_config(CART, file="configs/umi.yaml", google_ads=None, ga4={"property_id": 345678902})
    return tmp_path / "configs"


def given(name, configs, *more):
    return [name, *(one.format(configs=configs) for one in ARGUMENTS[name]), *more]


def without_times(text):
    return re.sub(r'(?m)^.*"(made|at|read|checksum)": .*$|(?<=request id )\S+|"\d{4}-\d\d-\d\dT[^"]*"', "", text)


def test_these_are_the_commands_that_take_it():
    taking = {name for name, entry in COMMANDS.items() if "--dask" in {o for p in entry.load().params for o in p.opts}}
    assert taking == set(ARGUMENTS)


@pytest.mark.parametrize("name", [name for name in ARGUMENTS if name != "sync"])
def test_the_same_output_as_without(name, run, configs, workers):
    """A report is frozen by the worker, and drawn from there then."""
    there = run(*given(name, configs, "--dask", "tcp://x:1"))
    assert workers == [("tcp://x:1", False)], there.err
    here = run(*given(name, configs))
    assert (there.code, without_times(there.out)) == (here.code, without_times(here.out)), there.err


@pytest.mark.parametrize("yes", [True, False])
def test_a_sync_is_asked_about_here_and_carried_out_there(yes, run, configs, workers, holds, monkeypatch):
    monkeypatch.setattr("click.prompt", lambda *_, **__: "yes")
    done = run("sync", configs, *(["--yes"] if yes else []), "--dask", "tcp://x:1", answer="")
    assert done.code in {0, 5}, done.err
    assert holds.actions()["mv_add_to_cart"]["value_settings.default_value"] == 500
    assert [once for _, once in workers] == ([True] if yes else [False, True])


def test_a_client_whose_worker_is_lost_is_listed_and_not_done(run, configs, workers, monkeypatch):
    monkeypatch.setattr(Sent, "lost", "aoi")
    done = run("sync", configs, "--yes", "--dask", "tcp://x:1")
    assert done.code == 5
    assert "aoi: error: the worker that had this client is gone; it is not known how far it came" in done.err
    assert "1 client unknown (a worker was lost); run again with --resume: aoi" in done.err
    monkeypatch.setattr(Sent, "lost", "")
    again = run("sync", configs, "--yes", "--resume", "--dask", "tcp://x:1")
    assert re.search(r"(?m)^In sync.*aoi", again.out), again.out + again.err
