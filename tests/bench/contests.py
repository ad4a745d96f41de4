"""What is measured: each function runs one contest and enters its results into the log."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec

import numpy as np

from intensity.experiment.design import Design
from intensity.experiment.runner import run_experiment
from intensity.model.city import City
from intensity.model.schedule import Schedule
from intensity.model.simulate import simulate
from tests.bench import processes
from tests.bench.c_street import COMPILER, CStreets, compiler, library
from tests.bench.case import HOURS, Case, Kernel
from tests.bench.clock import Log, race, say

SEED = 2022
LEVEL = 0.8  # intensity of the full street where nothing else is said
PROBLEMS_OF_B_CITY = 44e6  # in a year


@dataclass(frozen=True)
class Scale:
    """How much is simulated. Fast contestants take more, so that each measurement counts."""

    rounds: int = 5
    reduced: tuple[int, int] = (32, 240)  # streets, months: kernel and C
    months: int = 96  # of one street: Ciw, Mesa
    full: tuple[int, int] = (2, 24)  # streets, months: kernel and SimPy
    repeats: int = 40  # of the full street, kernel
    threads: tuple[int, int, int] = (24, 16, 48)  # cities, streets, months
    b_city: tuple[int, float] = (343, PROBLEMS_OF_B_CITY)  # streets, problems a year
    paper: int = 0  # cities; 0: all
    depth: int = 48  # months where streets vary
    streets: tuple[int, ...] = (32, 64, 128, 256, 512)
    lengths: tuple[int, ...] = (72, 144, 288, 576, 1152)
    panels: tuple[int, ...] = (16, 32, 64, 128)
    memory: tuple[int, ...] = (8, 32, 128)
    cold: bool = True


QUICK = Scale(
    rounds=1,
    reduced=(2, 24),
    months=3,
    full=(1, 3),
    repeats=4,
    threads=(2, 2, 6),
    b_city=(20, 2e5),
    paper=1,
    depth=2,
    streets=(1, 2, 4, 8, 16),
    lengths=(1, 2, 4, 8, 16),
    panels=(1, 2, 3, 4, 5),
    memory=(1, 2),
    cold=False,
)


def reduced(log: Log, scale: Scale, rivals: set[str]) -> None:
    """The reduced street: kernel, C, Ciw and Mesa, in turn."""
    case = Case()
    streets, months = scale.reduced
    kernel = Kernel.of(case, streets=streets, months=months, seed=SEED)
    contestants: dict[str, Callable[[], int]] = {"kernel": kernel.run}
    if "c" in rivals and compiler() is None:
        log.notes["kernel_over_c"] = f"not measured: no {COMPILER} on PATH"
    elif "c" in rivals:
        c = CStreets(library(), case, streets=streets, months=months, seed=SEED)
        contestants["c"] = lambda: _whole(c, kernel)
    if "ciw" in rivals and _is_there(log, "ciw"):
        from tests.bench import ciw_street

        contestants["ciw"] = lambda: ciw_street.simulate(case, scale.months, SEED)["events"]
    if "mesa" in rivals and _is_there(log, "mesa"):
        from tests.bench import mesa_street

        contestants["mesa"] = lambda: mesa_street.simulate(case, scale.months, SEED)["events"]
    race(log, "reduced", contestants, scale.rounds)
    if "c" in contestants:
        log.ratio("kernel_over_c", "reduced", "ns_per_unit", "kernel", "c")
    for name in ("ciw", "mesa"):
        if name in contestants:
            log.ratio(f"{name}_over_kernel", "reduced", "ns_per_unit", name, "kernel")


def _whole(c: CStreets, kernel: Kernel) -> int:
    """C's run counts as the kernel's events: they are the same, which the tests show."""
    c.run()
    return int(kernel.counts[..., -1].sum())


def simpy(log: Log, scale: Scale) -> None:
    """The full street: kernel and the SimPy implementation, the same paths in both."""
    city = City.default()
    streets, months = scale.full
    schedule = Schedule.constant(LEVEL, LEVEL, months)
    kernel = Kernel(city, schedule, streets=streets, seed=SEED)
    contestants = {"kernel": lambda: sum(kernel.run() for _ in range(scale.repeats))}
    if _is_there(log, "simpy"):
        from tests.reference.city import SWITCHES, CityRun

        def twin() -> int:
            on = dict.fromkeys(SWITCHES, True)
            CityRun(city, schedule, streets, SEED, 0, on, {}).run()  # its tables are not timed
            return int(kernel.counts[..., -1].sum())

        contestants["simpy"] = twin
    race(log, "full", contestants, scale.rounds)
    if "simpy" in contestants:
        log.ratio("simpy_over_kernel", "full", "ns_per_unit", "simpy", "kernel")
    pace = [1e9 / ns for ns in log.take("full", "kernel", "ns_per_unit")]
    log.values["events_per_second_core"] = float(np.median(pace))
    log.spread["events_per_second_core"] = (min(pace), max(pace))


def threads(log: Log, scale: Scale) -> None:
    """A small experiment on one thread and on two, by the clock on the wall."""
    design = _default_design(*scale.threads)

    def on(workers: int) -> Callable[[], int]:
        return lambda: len(run_experiment(design, workers=workers, progress=False))

    race(log, "threads", {"1": on(1), "2": on(2)}, scale.rounds)
    log.ratio("threads_1_over_2", "threads", "wall_s", "1", "2")


def city(log: Log, scale: Scale) -> None:
    """A year of B city at its true size.

    The default street has the volume of Y street's orders. A city of 343 of them has about 1.6
    million potential problems a year, but the hotline of B city took 11 million calls in 2020
    (F35). Rates, handlers and operators are multiplied so that there are 44 million potential
    problems, four for each of these calls; on the safe side, as more than half of them call.
    """
    default = City.default()
    streets, problems = scale.b_city
    yearly = 12 * HOURS * (default.lambda_pot + default.lambda_u) * streets
    times = round(problems / yearly)
    big = default.replace(
        lambda_pot=times * default.lambda_pot,
        lambda_u=times * default.lambda_u,
        K=times * default.K,
        operators=times * default.operators,
    )

    def year(of: City) -> Callable[[], int]:
        def run() -> int:
            return simulate(of, of.I_high, months=12, streets=streets, seed=SEED, workers=2).events

        return run

    race(log, "city", {"true size": year(big), "default size": year(default)}, scale.rounds)
    log.median("b_city_year_s", "city", "true size", "wall_s")
    log.median("b_city_year_default_size_s", "city", "default size", "wall_s")
    log.notes["b_city_year_s"] = (
        f"{streets} streets, {times} times the rates and handlers of the default "
        f"street, {yearly * times / 1e6:.1f} million potential problems; two threads over the "
        "streets"
    )


def paper(log: Log, scale: Scale) -> None:
    """The paper's design on two threads, in a process of its own."""
    say("paper: one run in a process of its own")
    got = processes.child("paper", scale.paper, 2)
    log.add("paper", "2 threads", 0, **got)
    log.median("paper_design_s", "paper", "2 threads", "wall_s")
    log.median("paper_design_peak_mib", "paper", "2 threads", "peak_mib")
    log.notes["paper_design_s"] = (
        f"one run: {got['cities']:.0f} cities, {got['rows']:.0f} rows, about "
        f"{got['problems'] / 1e6:.0f} million potential problems"
    )
    log.notes["paper_design_peak_mib"] = (
        f"of which {got['baseline_mib']:.0f} MiB before the run (Python, libraries, kernel)"
    )


def scaling(log: Log, scale: Scale) -> None:
    """Growth of user CPU time with streets, months and cities."""
    one = City.default().replace(size_cv=0.0)  # or the first streets would weigh more, by chance

    def streets(n: int) -> Callable[[], int]:
        kernel = Kernel(one, Schedule.constant(LEVEL, LEVEL, scale.depth), streets=n, seed=SEED)
        return lambda: int(bool(kernel.run())) * n

    def months(n: int) -> Callable[[], int]:
        kernel = Kernel(one, Schedule.constant(one.I_reg, one.I_reg, n), streets=16, seed=SEED)
        return lambda: int(bool(kernel.run())) * n

    def cities(n: int) -> Callable[[], int]:
        design = _default_design(n, 8, 24)
        return lambda: len(run_experiment(design, workers=1, progress=False))

    for name, make, sizes in (
        ("streets", streets, scale.streets),
        ("months", months, scale.lengths),
        ("cities", cities, scale.panels),
    ):
        race(log, name, {str(n): make(n) for n in sizes}, scale.rounds)
        taken = np.array([log.take(name, str(n), "user_s") for n in sizes])
        log.values[f"slope_{name}"] = slope(sizes, np.median(taken, axis=1))
        each = [slope(sizes, round_) for round_ in taken.T]
        log.spread[f"slope_{name}"] = (min(each), max(each))


def slope(sizes: tuple[int, ...], seconds: np.ndarray) -> float:
    """Slope of the straight line through logarithms of times over logarithms of sizes."""
    return float(np.polyfit(np.log(sizes), np.log(seconds), 1)[0])


def memory(log: Log, scale: Scale) -> None:
    """Peak memory of a process over the number of cities that it simulates."""
    few, many = scale.memory[0], scale.memory[-1]
    for workers, n in (*((1, n) for n in scale.memory), (2, many)):
        say(f"memory: {n} cities, {workers} worker{'s' * (workers > 1)}")
        log.add("memory", f"{workers}, {n}", 0, **processes.child("default", n, workers))
    peak = {run["contestant"]: run["peak_mib"] for run in log.runs if run["contest"] == "memory"}
    log.values["memory_growth"] = peak[f"1, {many}"] / peak[f"1, {few}"]
    steps = [peak[f"1, {n}"] / peak[f"1, {few}"] for n in scale.memory[1:]]
    log.spread["memory_growth"] = (min(steps), max(steps))
    log.notes["memory_growth"] = (
        f"peak with {many} cities over peak with {few}, one worker: {peak[f'1, {many}']:.0f} and "
        f"{peak[f'1, {few}']:.0f} MiB; with two workers {peak[f'2, {many}']:.0f} MiB"
    )


def start(log: Log, scale: Scale) -> None:
    """From starting Python to the end of the first simulation, compiled code kept or not."""
    with processes.cache() as folder:
        if not scale.cold:
            log.notes["start_cold_s"] = "not measured in a quick run"
        for round_ in range(scale.rounds):
            if scale.cold:
                say(f"start: cold, round {round_ + 1} of {scale.rounds}")
                processes.empty(folder)
                log.add("start", "cold", round_, wall_s=processes.first_simulation(folder))
            say(f"start: warm, round {round_ + 1} of {scale.rounds}")
            kept = folder if scale.cold else None
            log.add("start", "warm", round_, wall_s=processes.first_simulation(kept))
    for name in ("warm", "cold") if scale.cold else ("warm",):
        log.median(f"start_{name}_s", "start", name, "wall_s")


def _default_design(cities: int, streets: int, months: int) -> Design:
    """The default city with other draws; streets of one size, so that twice as many are twice the
    work; a city at a time, so that there is work for every thread."""
    return Design.of(
        {
            **{"cities": cities, "streets": streets, "months": months, "burn_in": months // 2},
            **{"levels": (0.2, LEVEL), "sampling": {"method": "default"}},
            **{"values": {"size_cv": 0.0}, "cities_per_file": 1},
        }
    )


def _is_there(log: Log, name: str) -> bool:
    if find_spec(name) is not None:
        return True
    log.notes[f"{name}_over_kernel"] = f"not measured: {name} is not installed"
    return False


GOALS: dict[str, tuple[float, float]] = {
    "kernel_over_c": (0.0, 1.15),
    "simpy_over_kernel": (200.0, math.inf),
    "threads_1_over_2": (1.9, math.inf),
    "b_city_year_s": (0.0, 5.0),
    "paper_design_s": (0.0, 120.0),
    "paper_design_peak_mib": (0.0, 1024.0),
    "slope_streets": (0.97, 1.03),
    "slope_months": (0.97, 1.03),
    "slope_cities": (0.97, 1.03),
    "memory_growth": (0.0, 1.05),
    "start_warm_s": (0.0, 2.0),
    "start_cold_s": (0.0, 20.0),
}
KEYS = (
    *("kernel_over_c", "simpy_over_kernel", "ciw_over_kernel", "mesa_over_kernel"),
    *("threads_1_over_2", "b_city_year_s", "b_city_year_default_size_s"),
    *("paper_design_s", "paper_design_peak_mib"),
    *("slope_streets", "slope_months", "slope_cities", "memory_growth"),
    *("start_warm_s", "start_cold_s", "events_per_second_core"),
)
