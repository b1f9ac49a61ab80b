"""Files of `microconv import`, the clients below a manager account, and its messages."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from microconv.cli import exit_codes
from microconv.cli.files import write
from microconv.cli.options import err_style
from microconv.core.errors import MicroconvError
from microconv.render.safe import safe

if TYPE_CHECKING:
    from microconv.adoption import Adopted, Family
    from microconv.adoption.inverse import Unexpressed
    from microconv.cli.accounts import Named
    from microconv.connections import Connections
    from microconv.core.resource import Reading


def refuse_existing(path: Path) -> None:
    """Raise MicroconvError where there is something at `path` already, a dangling link too."""
    if os.path.lexists(path):
        raise MicroconvError(
            f"{path}: exists already, and import never overwrites a file",
            hint=f"choose another name, or add what is live and not listed: microconv import --update {path}",
        )


def replace_text(path: Path, data: bytes) -> None:
    """Replace a file's content in one move, keeping its mode; a link stays one. Raises MicroconvError."""
    real = path.resolve()
    mode = real.stat().st_mode & 0o777
    write(real, data.decode("utf-8"), private=False)
    real.chmod(mode)


def import_all(
    named: Named,
    connections: Callable[[], Connections],
    folder: Path,
    *,
    prefix: str,
    propose: str,
    force: bool,
) -> int:
    """Import every client below a manager account into `folder`. An error of one does not stop the others."""
    from microconv.adoption.family import BASE, family, file_name
    from microconv.cli.accounts import clients
    from microconv.cli.run import Progress, each
    from microconv.cli.tasks.import_ import ImportBelowTask, compute_below

    refuse_existing(folder / BASE)
    below = clients(named, connections)
    adopted: dict[str, Adopted] = {}

    def work(task: ImportBelowTask) -> int:
        path = folder / file_name(task.client)
        refuse_existing(path)
        made = compute_below(task, connections(), Progress())
        if not _to_be_written(made, path, force=force):
            return exit_codes.ERROR
        adopted[path.name] = made
        return exit_codes.DONE

    code = each([ImportBelowTask(client, prefix, propose) for client in below], work)
    if not adopted:
        return code
    failed = _write_all(family(adopted), adopted, folder)
    return exit_codes.combined([code, *([exit_codes.ERROR] * failed)]) if failed else code


def _to_be_written(made: Adopted, path: Path, *, force: bool) -> bool:
    """Say what of a client cannot be expressed. Returns whether its file is written nevertheless."""
    written = made.proven or (force and made.client is not None)
    if not made.proven:
        outcome = "" if written else f"{path} was not written"
        tell(made.unexpressed, outcome, loadable=made.client is not None)
    return written


def _write_all(files: Family, adopted: Mapping[str, Adopted], folder: Path) -> int:
    """Write the files into the folder, and say what is in them. Returns how many could not be written."""
    failed = 0
    for name, proof in files.proofs.items():
        if proof.unexpressed and not adopted[name].changed:
            tell(proof.unexpressed, f"{folder / name} was not written")
            failed += 1
    _make(folder)
    for name, text in files.texts.items():
        if name not in files.proofs or not files.proofs[name].unexpressed or adopted[name].changed:
            write(folder / name, text, private=False)
    for name, made in adopted.items():
        click.echo(summary(made, str(folder / name)), err=True)
    return failed


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise MicroconvError(f"{folder}: cannot be made: {error.strerror}", hint="name a folder with -o") from error


def summary(adopted: Adopted, name: str) -> str:
    """One line: the imported objects, and the plan of the config."""
    client = adopted.client
    conversions = len(client.conversions) if client is not None else 0
    goals = client.goals if client is not None else None
    count = len(goals.account) + len(goals.campaigns) + len(goals.custom) if goals is not None else 0
    changes = len(adopted.plan.changes)
    if client is None:
        result = f"{name} cannot be loaded"
    elif adopted.changed and changes:
        result = f"with {many(len(adopted.proposals), 'proposal')} written into {name}, its plan has " + many(
            changes, "change"
        )
    else:
        result = f"the plan of {name} is empty" if adopted.plan.empty else f"the plan of {name} has {changes} changes"
    line = f"imported {many(conversions, 'conversion')}, {many(count, 'goal')}; {result} ({calls(adopted.readings)})"
    if adopted.notes:
        line += f"\nnot declared, for reasons told at the end of {name}: {many(len(adopted.notes), 'thing')}"
    return line


def tell(unexpressed: tuple[Unexpressed, ...], what: str, *, loadable: bool = True) -> None:
    """Print what cannot be expressed: the object, why, and what to do.

    `what` says what became of the file; where it is not `loadable`, nothing can have it written.
    """
    style = err_style()
    click.echo(f"{many(len(unexpressed), 'thing')} cannot be expressed:", err=True)
    for item in unexpressed:
        click.echo(f"  {safe(str(item.address))}", err=True)
        click.echo(f"      {safe(item.why)}", err=True)
        if item.hint:
            click.echo(f"      {style.paint('→', 'cyan')} {safe(item.hint)}", err=True)
    if what:
        way = "--force writes what can be expressed" if loadable else "no config can be made that loads"
        click.echo(f"{safe(what)}; {way}", err=True)


def many(count: int, what: str) -> str:
    """`1 change`, `2 changes`."""
    return f"{count} {what}{'' if count == 1 else 's'}"


def calls(readings: tuple[Reading, ...]) -> str:
    """The API calls of reading, and a remark if the emulator answered."""
    from microconv.core.resource import any_emulated

    count = many(sum(reading.calls for reading in readings), "API call")
    return f"{count}, emulated" if any_emulated(readings) else count
