"""The command line: ``intensity --help``."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

import intensity as it
from intensity.experiment.design import shipped
from intensity.experiment.files import SUMS
from intensity.experiment.progress import announce
from intensity.experiment.runner import fill
from intensity.experiment.sources import libraries, source_hash
from intensity.experiment.store import Store
from intensity.experiment.threads import counted
from intensity.kernel import jit
from intensity.model.errors import InputError, shown
from intensity.model.horizon import BURN_IN, MONTHS
from intensity.model.measures import MEASURES
from intensity.model.parameters import check, parameters

app = typer.Typer(
    help="Application intensity: simulate a city's hotline and measure its governance.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

INTERRUPTED = 130  # exit code after Ctrl-C, as shells have it
MOST_ROWS = 2_000_000  # of a panel that is summed up in memory
MOST_SPANS = 20  # of missing units, told
SHOWN = ["efficiency", "effectiveness", "dashboard", "second_order_share", "orders_per_month"]

# How the parser of the command line says it, and how anybody would.
PLAIN = {
    "Input should be a valid number, unable to parse string as a number": "must be a number",
    "Input should be a valid integer, unable to parse string as an integer": (
        "must be a whole number"
    ),
}
_CLUSTERS: list[str] = []  # connected to; nobody waits at the end for them to say goodbye

Seed = Annotated[int, typer.Option(help="Seed of all draws.", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"intensity {it.__version__}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Simulate a city's hotline and measure its governance."""


@app.command()
def simulate(
    intensity: Annotated[
        float | None, typer.Option("--intensity", "-i", help="Both instruments, 0 to 1.")
    ] = None,
    resources: Annotated[float | None, typer.Option(help="Resource input r, 0 to 1.")] = None,
    assessment: Annotated[float | None, typer.Option(help="Assessment strength g.")] = None,
    months: Annotated[int, typer.Option(help="Months to simulate.")] = MONTHS,
    burn_in: Annotated[int, typer.Option(help="Months left out of the measures.")] = BURN_IN,
    streets: Annotated[int, typer.Option(help="Streets of the city.")] = 16,
    seed: Seed = 2022,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="A parameter; may be repeated."),
    ] = None,
    off: Annotated[
        list[str] | None, typer.Option(help="A mechanism to switch off; may be repeated.")
    ] = None,
    csv: Annotated[Path | None, typer.Option(help="Write the monthly table to this file.")] = None,
    workers: Annotated[int, typer.Option(help="Threads over the streets of a large city.")] = 1,
    as_json: Json = False,
) -> None:
    """Simulate one city and print its measures."""
    city = it.City.default().replace(**dict(_assignment(text) for text in set_ or []))
    if intensity is None and (resources is None or assessment is None):
        raise InputError("--intensity: give it, or both --resources and --assessment (0 to 1)")
    if csv is not None:
        _writable(csv)
    announce()
    run = it.simulate(
        city,
        intensity,
        resources=resources,
        assessment=assessment,
        months=months,
        streets=streets,
        seed=seed,
        switches=dict.fromkeys(off or [], False),
        workers=workers,
    )
    measures = run.measures(burn_in)
    if csv is not None:
        try:
            run.monthly.to_csv(csv, index=False)
        except OSError as error:
            reason = error.strerror or error
            raise InputError(f"--csv: {shown(str(csv))}: cannot be written: {reason}") from None
    if as_json:
        _print_json({k: _number(v) for k, v in measures.items()})
        return
    width = max(map(len, measures.index))
    for name, value in measures.items():
        typer.echo(f"{name:<{width}}  {value:>12.4f}  {MEASURES[str(name)]}")
    typer.echo(f"\n{run.events:,} events; seed {seed}; months {burn_in} to {months - 1}")


def _writable(csv: Path) -> None:
    """Refuse what can be no file, before anything is computed."""
    try:
        if not csv.parent.is_dir():
            raise InputError(f"--csv: folder {shown(str(csv.parent))} does not exist")
        os.stat(csv)
        if csv.is_dir():
            raise InputError(f"--csv: {shown(str(csv))} is a folder; name a file in it")
    except FileNotFoundError:
        return
    except (OSError, ValueError) as error:  # a name too long, or with a NUL in it
        if isinstance(error, InputError):
            raise
        reason = getattr(error, "strerror", None) or error
        raise InputError(f"--csv: {shown(str(csv))}: {reason}") from None


@app.command()
def run(
    design: Annotated[str, typer.Argument(help="Name of a shipped design, or a TOML file.")],
    store: Annotated[Path, typer.Option(help="Folder for results.")] = Path("results"),
    workers: Annotated[int | None, typer.Option(help="Threads; default: all processors.")] = None,
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="A Dask scheduler, tcp://HOST:PORT.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Only verify what is there; compute nothing.")
    ] = False,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Only say what it would take.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Start even what takes very long.")] = False,
    seed: Annotated[int | None, typer.Option(help="Instead of the design's own seed.")] = None,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Run a design: many cities at many levels of intensity.

    What is finished is kept as it is finished. The same command continues a run that was stopped,
    verifies what is there, and computes again what is damaged.
    """
    plan = it.Design.load(design)
    if seed is not None:
        plan = plan.but(seed=seed)
    if scheduler is not None and workers is not None:
        raise InputError("--workers: counts threads of this machine; a --scheduler has its own")
    if estimate:
        wanted = plan.estimate()
        if as_json:
            _print_json(asdict(wanted))
        else:
            typer.echo(f"{plan.name}: {plan.cities} cities; {wanted}")
        return
    place = Store(store, plan)
    counted(workers)
    if check:
        _check(place, as_json)
        return
    client = None
    if scheduler is not None:
        from intensity.experiment.cluster import connect

        _CLUSTERS.append(scheduler)
        client = connect(scheduler)
    try:
        fill(place, workers=workers, client=client, progress=not quiet, allow_large=yes)
    except KeyboardInterrupt:
        done = f"{place.cities_done} of {plan.cities} cities are kept in {place.path}"
        typer.echo(f"stopped; {done}; the same command continues", err=True)
        raise typer.Exit(INTERRUPTED) from None
    _summary(place, as_json)


def _check(place: Store, as_json: bool) -> None:
    """Verify a store; exit code 1 if it is not whole."""
    found = place.scan() if place.path.is_dir() else []
    lack = place.units - len(place.sums) - sum(fault.mend for fault in found)
    writer = place.writer()
    good = place.complete and not found and place.settled()
    if as_json:
        _print_json(
            {
                "folder": str(place.path),
                "good": good,
                "units": place.units,
                "whole": len(place.sums),
                "missing": lack,
                "writer": writer,
                "faults": [{"file": fault.file, "what": fault.what} for fault in found],
            }
        )
    else:
        for fault in found:
            typer.echo(fault)
        if lack:
            names = _spans(
                [n for n in place.missing() if not (place.path / place.file(n)).exists()]
            )
            typer.echo(f"{'unit' if lack == 1 else 'units'} {names}: missing")
        if place.complete and not found and not good:
            typer.echo(f"manifest.json: does not belong to this {SUMS}; a run writes it again")
        if writer:
            typer.echo(f"{writer} is writing there now")
        state = "all is whole" if good else f"{len(place.sums)} of {place.units} units are whole"
        typer.echo(f"{place.path}: {state}")
    if not good:
        raise typer.Exit(1)


def _spans(numbers: list[int]) -> str:
    """Numbers as spans: ``0-3, 7, 9-11``, cut after some."""
    spans: list[list[int]] = []
    for n in numbers:
        if spans and n == spans[-1][1] + 1:
            spans[-1][1] = n
        else:
            spans.append([n, n])
    words = [str(a) if a == b else f"{a}-{b}" for a, b in spans]
    more = f", ... ({len(numbers)} in all)" if len(words) > MOST_SPANS else ""
    return ", ".join(words[:MOST_SPANS]) + more


def _summary(place: Store, as_json: bool) -> None:
    """Print medians of a complete store, by level or schedule."""
    plan, rows = place.design, place.design.estimate().rows
    by = ["schedule"] if plan.schedules else ["intensity"]
    by += ["first_month"] if plan.every is not None else []
    levels = None
    if rows <= MOST_ROWS:
        levels = place.read([*by, *SHOWN]).groupby(by, sort=not plan.schedules)[SHOWN].median()
    if as_json:
        records = [] if levels is None else levels.reset_index().to_dict("records")
        numbers = [{k: _number(v) for k, v in row.items()} for row in records]
        _print_json({"folder": str(place.path), "rows": rows, "median": numbers})
        return
    typer.echo(f"{plan.name}: {plan.cities} cities, {rows} rows in {place.path}")
    if levels is not None:
        typer.echo("medians over cities:")
        typer.echo(levels.to_string(float_format=lambda x: f"{x:.3f}"))


@app.command()
def verify(
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[CLAIM]...", help="C01 to C26; default: all.")
    ] = None,
    space: Annotated[
        bool, typer.Option("--space", help="Recompute the shares of cities too (10 min).")
    ] = False,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Recompute what the paper claims, and compare with the answers that are shipped.

    Exit code 1 if a value has left its tolerance. A claim that fails is an answer, not an error.
    """
    announce()
    raise typer.Exit(it.claims.command(ids, as_json, space=space, progress=not quiet))


@app.command()
def bench(
    only: Annotated[
        list[str] | None, typer.Option("--only", help="One contest; may be repeated.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Small and rough, for trying it.")] = False,
    out: Annotated[Path | None, typer.Option("--json", help="File for the results.")] = None,
) -> None:
    """Measure the kernel against C, SimPy, Ciw and Mesa (needs the checkout and gcc)."""
    root = Path(__file__).resolve().parents[2]
    if not (root / "tests" / "bench").is_dir():
        raise InputError("bench: its programs are in tests/bench of a checkout; there is none here")
    words = [sys.executable, "-m", "tests.bench", *(["--quick"] if quick else [])]
    words += ["--only", *only] if only else []
    words += ["--json", str(out.resolve())] if out else []
    raise typer.Exit(subprocess.run(words, cwd=root, check=False).returncode)


@app.command()
def figures(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="figure1 to figure4; all.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("results/figures"),
    lang: Annotated[str, typer.Option(help="Language of the words.")] = "en",
) -> None:
    """Draw Figures 1 to 4 from the recorded results, as SVG, PDF and PNG."""
    from intensity.report.gallery import draw_all

    for path in draw_all(names, out, lang):
        typer.echo(path)


@app.command()
def info(as_json: Json = False) -> None:
    """Versions, sources, designs and parameters."""
    facts: dict[str, Any] = {
        "version": it.__version__,
        "sources": source_hash(),
        "kernel": "compiled" if jit.is_compiled() else "plain Python (NUMBA_DISABLE_JIT)",
        "compiled code": str(jit.cache_folder() or "not kept"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "libraries": libraries(),
        "designs": list(shipped()),
        "parameters": len(parameters()),
    }
    if as_json:
        _print_json(facts)
        return
    for name, value in facts.items():
        if isinstance(value, dict):
            value = ", ".join(f"{k} {v}" for k, v in value.items())
        elif isinstance(value, list):
            value = ", ".join(value)
        typer.echo(f"{name:<14} {value}")


def _assignment(text: str) -> tuple[str, Any]:
    name, equals, value = text.partition("=")
    if not equals:
        raise InputError(f"--set: {text!r} is not NAME=VALUE")
    try:
        number: Any = int(value) if value.lstrip("+-").isdigit() else float(value)
    except ValueError:
        number = value
    return name, check(name, number)


def _number(value: Any) -> Any:
    if isinstance(value, str | int):
        return value
    return None if value != value else float(value)


def _print_json(content: Any) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def main() -> None:
    """Entry point: bad input is one line and exit code 2."""
    if len(sys.argv) == 1:
        sys.argv.append("--help")
    try:
        code = app(standalone_mode=False) or 0
    except InputError as error:
        typer.echo(f"error: {error}", err=True)
        code = 2
    except TyperException as error:
        typer.echo(f"error: {_short(error.format_message())}{_help(error)}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("stopped", err=True)
        code = INTERRUPTED
    except BrokenPipeError:  # whoever read the output has enough
        code = 0
    _leave(code)


def _help(error: TyperException) -> str:
    """Where the words of a command are explained."""
    context = getattr(error, "ctx", None)
    return f" (see: {context.command_path} --help)" if context is not None else ""


def _short(message: str, most: int = 300) -> str:
    """A message on one line; what somebody typed may be of any length."""
    line = " ".join(message.split())
    for said, meant in PLAIN.items():
        line = line.replace(said, meant)
    return line if len(line) <= most else f"{line[:most]}..."


def _leave(code: int) -> None:
    """End the process without waiting for simulations or connections that nobody wants now."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:  # nobody reads it any more, or the disk is full
            code = code or 1
    if code == INTERRUPTED or _CLUSTERS:
        os._exit(code)
    sys.exit(code)


if __name__ == "__main__":
    main()
