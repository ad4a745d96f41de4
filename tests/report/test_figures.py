"""Every figure at both widths: readable, says what the frame says, refuses what it cannot draw."""

import numpy as np
import pandas as pd
import pytest

from intensity.model.errors import InputError
from intensity.report import (
    alluvial,
    diagram,
    figure1,
    figure2,
    figure3,
    figure4,
    paradox,
    ribbons,
    style,
    sweep,
)

MODULES = {
    "figure1": (figure1, ("flows",)),
    "figure2": (figure2, ("flows",)),
    "figure3": (figure3, ("panel", "default")),
    "figure4": (figure4, ("cells",)),
    "paradox": (paradox, ("panel", "default")),
    "alluvial": (alluvial, ("fates",)),
    "sweep": (sweep, ("panel",)),
}
# columns of run.monthly, as far as diagrams use them
MONTHLY = {
    "first_voiced", "first_resolved", "prevented", "calls", "calls_answered", "calls_accepted",
    "orders", "orders_overflow", "orders_direct", "orders_repeat", "signed_in_time", "completed",
    "excluded", "resolved", "callbacks", "callbacks_resolved", "callbacks_satisfied", "score",
    "pressure",
}  # fmt: skip


@pytest.fixture
def frames(request):
    return lambda name: [request.getfixturevalue(key) for key in MODULES[name][1]]


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("name", MODULES)
def test_figure_can_be_read(name, width, frames, faults):
    figure = MODULES[name][0].draw(*frames(name), width=width)
    assert figure.get_figwidth() == style.WIDTHS[width]
    assert figure.get_figheight() <= 10
    assert not faults(figure)


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("factor", [0.01, 12.0])
@pytest.mark.parametrize("module", [figure1, figure2])
def test_diagrams_can_be_read_with_few_and_with_many_orders(module, factor, width, flows, faults):
    assert not faults(module.draw(flows * factor, width=width))


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("shift", [-0.45, 0.45])
@pytest.mark.parametrize("module", [figure3, paradox])
def test_curves_can_be_read_wherever_they_turn(module, shift, width, panel, default, faults):
    # the tip moved to either end of the range: labels must find room at the edges too
    measures = default.drop(columns="intensity")
    moved = measures.shift(round(20 * shift)).bfill().ffill().assign(intensity=default["intensity"])
    assert not faults(module.draw(panel, moved, width=width))


@pytest.mark.parametrize("width", ["page", "column"])
@pytest.mark.parametrize("cell", figure4.CELLS)
def test_figure4_can_be_read_with_one_cell_alone(cell, width, cells, faults):
    lone = cells * 0
    lone[cell] = 100
    assert not faults(figure4.draw(lone, width=width))


@pytest.mark.parametrize("name", MODULES)
def test_alt_text_is_complete(name, frames):
    alt = MODULES[name][0].ALT(*frames(name))
    assert len(alt) > 80 and alt.endswith(".")
    assert not {"{", "}", "nan"} & set(alt.replace(",", " ").split())
    assert "{" not in alt


@pytest.mark.parametrize("name", MODULES)
def test_unknown_language_is_refused(name, frames):
    with pytest.raises(InputError, match="lang: 'xx'"):
        MODULES[name][0].draw(*frames(name), lang="xx")


@pytest.mark.parametrize("name", MODULES)
def test_another_language_needs_only_its_texts(name, frames, faults, monkeypatch):
    # stand-in texts: the point is that nothing but the table of texts has to change
    module = MODULES[name][0]
    monkeypatch.setitem(module.TEXT, "zh", {**module.TEXT["en"], "x": "应用强度"})
    monkeypatch.setitem(sweep.NAMES, "zh", sweep.NAMES["en"])
    figure = module.draw(*frames(name), lang="zh")
    assert (
        style.CHINESE_FONT
        in figure.findobj(lambda a: hasattr(a, "get_fontfamily"))[0].get_fontfamily()
    )


@pytest.mark.parametrize("name", ["figure2", "alluvial", "paradox"])  # one of each kind
def test_same_frame_same_file(name, frames, tmp_path):
    module = MODULES[name][0]
    files = [
        style.save(module.draw(*frames(name)), tmp_path / f"{name}{i}")[0].read_bytes()
        for i in range(2)
    ]
    assert files[0] == files[1]


def test_graphs_name_columns_of_monthly():
    flows = {*figure1.TWO_TIER.flows, *figure1.THREE_TIER.flows, *figure2.PROCESS.flows}
    assert flows <= MONTHLY
    assert set(figure2.PLACES) == set(figure2.PROCESS.nodes)
    assert len(set(figure2.PLACES.values())) == len(figure2.PLACES)
    with pytest.raises(InputError, match="no node 'nowhere'"):
        diagram.Graph(("a",), (diagram.Edge("a", "nowhere", "calls"),))


@pytest.mark.parametrize("module", [figure1, figure2])
def test_diagrams_show_every_flow_at_both_levels(module, flows, words):
    shown = " ".join(words(module.draw(flows)))
    kinds = {edge.flow: edge.kind for edge in figure2.PROCESS.edges}
    for column in module.COLUMNS:
        for level in (0.2, 1.0):
            assert diagram.amount(flows.loc[level, column], kinds.get(column, "count")) in shown


def test_arrow_widths_are_proportional(flows):
    got = diagram.widths({"a": 100.0, "b": 50.0, "c": 0.0}, 15.0, 200.0)
    assert got == {"a": 7.5, "b": 3.75, "c": 0.6}


@pytest.mark.parametrize("module", [figure1, figure2])
def test_flows_without_a_level_or_value_are_refused(module, flows):
    with pytest.raises(InputError, match=r"0 rows for intensity 0\.3"):
        module.draw(flows, regular=0.3)
    with pytest.raises(InputError, match="missing column 'orders'"):
        module.draw(flows.drop(columns="orders"))
    with pytest.raises(InputError, match=r"orders at intensity 0\.2 is -1"):
        module.draw(flows.assign(orders=-1.0))
    module.draw(flows.assign(orders_repeat=0.0))  # a flow of nothing is drawn, not refused


def test_crossing_is_interpolated():
    curve = pd.Series([0.1, 0.4, 0.8, 0.3, 0.9], index=[0.0, 0.25, 0.5, 0.75, 1.0])
    assert figure3.crossing(curve) == pytest.approx(0.25 + 0.25 * 0.1 / 0.4)
    assert figure3.crossing(curve, 0.95) is None
    assert figure3.crossing(curve + 1) is None


def test_figure3_says_when_nothing_crosses(panel, default, words):
    low = default.assign(second_order_share=0.1)
    assert any("not crossed" in word for word in words(figure3.draw(panel, low)))
    assert "does not cross" in figure3.ALT(panel, low)


def test_bands_are_quantiles_over_cities_not_rows():
    # city 0 has two replications, which must not count twice
    panel = pd.DataFrame({
        "city": [0, 0, 1, 2], "intensity": 0.5, "efficiency": [1.0, 3.0, 4.0, 6.0],
    })  # fmt: skip
    band = sweep.bands(panel, "efficiency", 0.0, 1.0)
    assert band.loc[0.5].tolist() == [2.0, 4.0, 6.0]


def test_bands_leave_out_cities_without_a_value():
    panel = pd.DataFrame({"city": [0, 1], "intensity": 0.5, "idling": [np.nan, 0.2]})
    assert sweep.bands(panel, "idling").loc[0.5, "median"] == 0.2


def test_figure4_shares(cells):
    table = figure4.shares(cells)
    assert table["share"].iloc[:4].sum() == pytest.approx(1)
    pooled = cells[["unresolved_satisfied", "unresolved_dissatisfied"]].to_numpy().sum()
    assert table.loc["unresolved", "share"] == pytest.approx(pooled / cells.to_numpy().sum())
    assert (table["low"] <= table["high"]).all()


def test_figure4_keeps_stated_and_simulated_apart(cells, words):
    shown = words(figure4.draw(cells))
    assert shown.count("not stated") == 4
    assert sum("46\u202f% stated" in word for word in shown) == 1
    with pytest.raises(InputError, match=">= 0"):
        figure4.shares(-cells)
    with pytest.raises(InputError, match="no completed order"):
        figure4.shares(cells * 0)


def test_paradox_optima():
    panel = pd.DataFrame({
        "city": [0, 0, 0, 1, 1, 1],
        "intensity": [0.0, 0.5, 1.0] * 2,
        "efficiency": [0.1, 0.3, 0.2, 0.4, 0.2, 0.4],
    })  # fmt: skip
    assert paradox.optima(panel).tolist() == [0.5, 0.0]


def test_alluvial_groups_are_cells_of_the_matrix(fates, words):
    whole = fates.to_numpy().sum()
    found = alluvial.groups(fates)
    assert found["substitution"] == 4300 / whole
    assert found["relief"] == 1050 / whole
    assert found["loss"] == (420 + 700 + 110) / whole
    known = {"substitution": 0.5, "relief": 0.25, "loss": 0.125}
    assert any("50\u202f%" in word for word in words(alluvial.draw(fates, known)))


def test_alluvial_draws_what_there_is_and_refuses_the_rest(fates, faults):
    small = fates.loc[["first_order", "unresolved"], ["second_order"]]
    assert not faults(alluvial.draw(small))
    with pytest.raises(InputError, match="row 'lost'"):
        alluvial.draw(fates.rename(index={"open": "lost"}))
    with pytest.raises(InputError, match=">= 0"):
        alluvial.draw(-fates)


def test_ribbons_conserve_problems(fates):
    # the heights of all ribbons at either side add up to the nodes they touch
    table = alluvial._checked(fates)
    scale = ribbons.height(table)
    for axis in (0, 1):
        spans = ribbons.spans(table.sum(axis=axis), scale)
        heights = sum(high - low for low, high in spans.values())
        assert heights == pytest.approx(scale * table.to_numpy().sum())
        assert min(low for low, _ in spans.values()) >= -1e-12


def test_sweep_names_every_default_measure_and_refuses_others(panel, default):
    assert set(sweep.KEYS) <= set(sweep.NAMES["en"])
    figure = sweep.draw(panel, ["efficiency", "idling"], default)
    assert len(figure.axes) == 2
    with pytest.raises(InputError, match="unknown measure 'joy'"):
        sweep.draw(panel, ["joy"])
    with pytest.raises(InputError, match="empty"):
        sweep.draw(panel, [])
    with pytest.raises(InputError, match="missing column 'efficiency'"):
        sweep.draw(panel.drop(columns="efficiency"), ["efficiency"])
