"""The command line: ``intensity --help``."""

from __future__ import annotations

import json
import os
import platform
import sys
from importlib.metadata import version as installed
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.exceptions import TyperException

import intensity as it
from intensity.experiment.store import LIBRARIES, source_hash
from intensity.kernel import jit
from intensity.model.errors import InputError
from intensity.model.measures import MEASURES
from intensity.model.parameters import check, parameters

app = typer.Typer(
    help="Application intensity: simulate a city's hotline and measure its governance.",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
)

Seed = Annotated[int, typer.Option(help="Seed of all draws.", show_default=True)]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@app.command()
def simulate(
    intensity: Annotated[
        float | None, typer.Option("--intensity", "-i", help="Both instruments, 0 to 1.")
    ] = None,
    resources: Annotated[float | None, typer.Option(help="Resource input r, 0 to 1.")] = None,
    assessment: Annotated[float | None, typer.Option(help="Assessment strength g.")] = None,
    months: Annotated[int, typer.Option(help="Months to simulate.")] = 48,
    burn_in: Annotated[int, typer.Option(help="Months left out of the measures.")] = 24,
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
    as_json: Json = False,
) -> None:
    """Simulate one city and print its measures."""
    city = it.City.default().replace(**dict(_assignment(text) for text in set_ or []))
    if intensity is None and (resources is None or assessment is None):
        raise InputError("--intensity: give it, or both --resources and --assessment (0 to 1)")
    if csv is not None and not csv.parent.is_dir():
        raise InputError(f"--csv: folder {csv.parent} does not exist")
    _announce()
    run = it.simulate(
        city,
        intensity,
        resources=resources,
        assessment=assessment,
        months=months,
        streets=streets,
        seed=seed,
        switches=dict.fromkeys(off or [], False),
    )
    measures = run.measures(burn_in)
    if csv is not None:
        run.monthly.to_csv(csv, index=False)
    if as_json:
        _print_json({k: _number(v) for k, v in measures.items()})
        return
    width = max(map(len, measures.index))
    for name, value in measures.items():
        typer.echo(f"{name:<{width}}  {value:>12.4f}  {MEASURES[str(name)]}")
    typer.echo(f"\n{run.events:,} events; seed {seed}; months {burn_in} to {months - 1}")


@app.command()
def run(
    design: Annotated[str, typer.Argument(help="Name of a shipped design, or a TOML file.")],
    store: Annotated[Path, typer.Option(help="Folder for results.")] = Path("results"),
    workers: Annotated[int | None, typer.Option(help="Threads; default: all processors.")] = None,
    seed: Annotated[int | None, typer.Option(help="Instead of the design's own seed.")] = None,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar.")] = False,
) -> None:
    """Run a design: many cities at many levels of intensity."""
    plan = it.Design.load(design)
    if seed is not None:
        plan = it.Design.of(plan.model_dump() | {"seed": seed})
    _announce()
    panel = it.run_experiment(plan, store=store, workers=workers, progress=not quiet)
    levels = panel.groupby("intensity")[
        ["efficiency", "effectiveness", "dashboard", "second_order_share", "orders_per_month"]
    ].median()
    if as_json:
        _print_json({"rows": len(panel), "median": levels.reset_index().to_dict("records")})
    else:
        typer.echo(f"{plan.name}: {plan.cities} cities, {len(plan.levels)} levels; medians:")
        typer.echo(levels.to_string(float_format=lambda x: f"{x:.3f}"))


@app.command()
def info(as_json: Json = False) -> None:
    """Versions, sources, designs and parameters."""
    from intensity.model.tables import data_path

    facts: dict[str, Any] = {
        "version": it.__version__,
        "sources": source_hash(),
        "kernel": "compiled" if jit.is_compiled() else "plain Python (NUMBA_DISABLE_JIT)",
        "compiled code": str(jit.cache_folder() or "not kept"),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "libraries": {name: installed(name) for name in LIBRARIES},
        "designs": sorted(p.stem for p in data_path("designs").glob("*.toml")),
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


def _announce() -> None:
    folder = jit.cache_folder()
    if jit.is_compiled() and (folder is None or not any(folder.rglob("*.nbi"))):
        typer.echo("compiling the kernel (once, about half a minute) ...", err=True)


def _number(value: float) -> float | None:
    return None if value != value else float(value)


def _print_json(content: Any) -> None:
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False))


def main() -> None:
    """Entry point: bad input is one line and exit code 2."""
    if len(sys.argv) == 1:
        sys.argv.append("--help")
    try:
        code = app(standalone_mode=False) or 0
        if code == 130:  # interrupted
            typer.echo("stopped; nothing is left half written", err=True)
        sys.exit(code)
    except InputError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(2)
    except TyperException as error:
        typer.echo(f"error: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("stopped", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
