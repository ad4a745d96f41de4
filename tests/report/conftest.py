"""Synthetic frames with the column names and the rough shape of a real run."""

import numpy as np
import pandas as pd
import pytest

LEVELS = np.round(np.linspace(0.0, 1.0, 21), 2)


def tipping(levels, centre, low, high, steepness=14.0):
    return low + (high - low) / (1 + np.exp(-steepness * (levels - centre)))


def city_frame(centre, rng):
    """One city whose orders tip from overflow to direct entry around `centre`."""
    wave = tipping(LEVELS, centre, 0.0, 1.0)
    jitter = lambda size=0.01: rng.normal(0, size, LEVELS.size)  # noqa: E731
    lift = 1 - np.exp(-3 * LEVELS)
    frame = pd.DataFrame({"intensity": LEVELS})
    frame["second_order_share"] = np.clip(0.02 + 0.72 * wave + jitter(), 0, 1)
    frame["direct_share"] = np.clip(0.06 + 0.82 * wave + jitter(), 0, 1)
    frame["overflow_share"] = 1 - frame["direct_share"]
    frame["dashboard"] = 0.45 + 0.38 * lift + jitter(0.008)
    frame["efficiency"] = 0.60 + 0.14 * lift - 0.30 * wave + jitter(0.008)
    frame["utilisation"] = np.clip(0.62 + 0.36 * wave + jitter(), 0, 1)
    frame["centre_of_gravity"] = np.clip(0.05 + 0.75 * wave + jitter(), 0, 1)
    frame["routine"] = np.clip(0.85 - 0.7 * wave + jitter(), 0, 1)
    frame["diligence"] = 0.5 + 0.4 * lift + jitter()
    frame["trust_hotline"] = 0.3 + 0.35 * lift + jitter()
    frame["acceptance"] = np.clip(0.3 + 0.65 * lift + jitter(), 0, 1)
    frame["orders_per_month"] = 40 + 260 * wave + jitter(4)
    frame["triviality"] = 0.45 + 0.3 * wave + jitter()
    frame["unreasonable_share"] = 0.08 + 0.15 * wave + jitter()
    frame["idling"] = 0.10 + 0.25 * wave + jitter()
    frame["first_efficiency"] = 0.32 - 0.1 * wave + jitter(0.006)
    frame["second_efficiency"] = 0.16 - 0.06 * wave + jitter(0.006)
    return frame


@pytest.fixture(scope="session")
def panel():
    rng = np.random.default_rng(1)
    cities = [city_frame(rng.normal(0.6, 0.15), rng).assign(city=city) for city in range(40)]
    return pd.concat(cities, ignore_index=True)


@pytest.fixture(scope="session")
def default():
    return city_frame(0.52, np.random.default_rng(2))


@pytest.fixture(scope="session")
def flows():
    """Mean flows per street and month at three levels."""
    columns = {
        "first_voiced": (212.0, 150.0, 61.4),
        "first_resolved": (148.2, 101.0, 31.7),
        "prevented": (74.6, 60.0, 12.3),
        "calls": (58.0, 180.0, 402.0),
        "calls_answered": (33.0, 150.0, 385.0),
        "calls_accepted": (24.0, 120.0, 366.0),
        "orders": (24.1, 130.0, 291.5),
        "orders_overflow": (16.8, 40.0, 22.4),
        "orders_direct": (5.3, 70.0, 214.8),
        "orders_repeat": (2.0, 20.0, 54.3),
        "orders_urgent": (3.1, 20.0, 41.0),
        "signed_in_time": (24.0, 129.0, 288.0),
        "completed": (22.9, 120.0, 260.4),
        "excluded": (1.1, 9.0, 30.2),
        "resolved": (9.8, 60.0, 140.6),
        "callbacks": (11.4, 61.0, 130.1),
        "callbacks_resolved": (4.9, 30.0, 70.4),
        "callbacks_satisfied": (5.5, 33.0, 78.9),
        "score": (0.58, 0.66, 0.71),
        "rank_share": (0.53, 0.53, 0.53),
        "pressure": (0.09, 0.6, 2.31),
    }
    return pd.DataFrame(
        {name: list(values) for name, values in columns.items()},
        index=pd.Index([0.2, 0.6, 1.0], name="intensity"),
    )


@pytest.fixture(scope="session")
def cells():
    """Completed orders of one community, four ways, one row per replication."""
    rng = np.random.default_rng(3)
    shares = (0.45, 0.06, 0.12, 0.37)
    rows = rng.multinomial(410, shares, size=40)
    names = [
        "resolved_satisfied",
        "resolved_dissatisfied",
        "unresolved_satisfied",
        "unresolved_dissatisfied",
    ]
    return pd.DataFrame(rows, columns=names)


@pytest.fixture(scope="session")
def fates():
    """Fates of the same problems at regular (rows) and high intensity (columns)."""
    names = ["prevented", "first_order", "second_order", "unresolved", "open"]
    matrix = [
        [610, 900, 1250, 420, 90],
        [20, 2100, 4300, 700, 160],
        [5, 90, 610, 110, 30],
        [3, 150, 1050, 930, 60],
        [1, 4, 12, 9, 15],
    ]
    return pd.DataFrame(matrix, index=names, columns=names)


def visible_texts(figure):
    """Texts that are really drawn: not empty, not hidden, no tick label outside the view."""
    from matplotlib.text import Text

    figure.draw_without_rendering()
    outside = set()
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            low, high = sorted(axis.get_view_interval())
            slack = 1e-9 * (high - low)
            for tick in (*axis.get_major_ticks(), *axis.get_minor_ticks()):
                if not low - slack <= tick.get_loc() <= high + slack or not ax.axison:
                    outside |= {tick.label1, tick.label2}
            if not ax.axison:
                outside |= {axis.label, axis.offsetText}
    return [
        text
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in outside
    ]


@pytest.fixture(scope="session")
def words():
    """Return a function that lists a figure's visible texts."""
    return lambda figure: [text.get_text() for text in visible_texts(figure)]


@pytest.fixture(scope="session")
def faults():
    """Return a function that lists what a reader would stumble over in a figure's texts."""

    def find(figure):
        renderer = figure.canvas.get_renderer()
        texts = visible_texts(figure)
        boxes = [text.get_window_extent(renderer) for text in texts]
        across, up = figure.canvas.get_width_height()
        found = []
        for i, (text, box) in enumerate(zip(texts, boxes, strict=True)):
            name = repr(text.get_text())
            if box.x0 < 0 or box.y0 < 0 or box.x1 > across or box.y1 > up:
                found.append(f"{name} leaves the figure")
            if text.get_fontsize() < 6.5:
                found.append(f"{name} is too small")
            for other, its in zip(texts[:i], boxes[:i], strict=True):
                wide = min(box.x1, its.x1) - max(box.x0, its.x0)
                tall = min(box.y1, its.y1) - max(box.y0, its.y0)
                if wide > 1 and tall > 1:  # a shared pixel is antialiasing
                    found.append(f"{name} overlaps {other.get_text()!r}")
        nodes = [
            patch.get_window_extent(renderer)
            for patch in figure.findobj(lambda artist: artist.get_gid() == "node")
        ]
        for text, box in zip(texts, boxes, strict=True):
            if text.get_gid() == "node-label":
                inside = any(
                    node.x0 <= box.x0 and box.x1 <= node.x1 and node.y0 <= box.y0
                    and box.y1 <= node.y1
                    for node in nodes
                )  # fmt: skip
                if not inside:
                    found.append(f"{text.get_text()!r} does not fit its box")
            elif any(
                min(box.x1, n.x1) - max(box.x0, n.x0) > 1
                and min(box.y1, n.y1) - max(box.y0, n.y0) > 1
                for n in nodes
            ):
                found.append(f"{text.get_text()!r} runs over a box")
        return found

    return find
