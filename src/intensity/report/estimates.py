"""Tables of the page "The paradox, estimated".

``python -m intensity.report.estimates`` writes them as LaTeX into ``tables_tex`` of the results.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from intensity.evidence import regressions
from intensity.evidence.record import results_path
from intensity.evidence.regressions import QuadraticFit
from intensity.model.errors import InputError
from intensity.report import results, style, tabular, text
from intensity.report.chinese import chinese
from intensity.report.tabular import Table

TEXT = {
    "en": {
        "interval": "95 % intervals in brackets, clustered by {unit}",
        "independent": "95 % intervals in brackets, cities independent, errors robust",
        "shares": "Fractional logit of the second-order share, log odds; (1) cities of the "
        "parameter space, (2) cities near the facts, (3) replications of the default city.",
        "counts": "Work orders per handler and month, log rates; (1) and (2) streets of the "
        "default city, (3) cities of the parameter space with city effects.",
        "orders": "Orders that were handled, default city at five intensities, odds ratios.",
        "quantiles": "Quantiles over cities of the change of efficiency from regular to high "
        "intensity, in points (hundredths); regressors in standard deviations.",
        "dependent": "Dependent variable",
        "method": "Estimator",
        "observations": "Observations",
        "clusters": "Clusters",
        "power": "Share of {draws} draws in which a test finds an inverse U, level {level}.",
        "curve": "Curve of the mean city",
        "cities": "{n} cities",
        "none": "No inverse U",
        "some": "Inverse U",
        "definitions": "Definitions of efficiency. G(v): value of reasonable problems prevented or "
        "resolved, a big one counting v; D(v): of all that arose; P, U: paid street hours, "
        "upper-level hours. Falls: cities with lower efficiency at high than at regular "
        "intensity; peaks: cities whose best level is neither end.",
        "definition": "Efficiency",
        "formula": "Formula",
        "falls": "falls",
        "peaks": "peaks",
        "events": "Change two ways: before against after in B city alone (no control), and the "
        "truth, the same city with the same luck had it not switched.",
        "answers": "Specifications that find a maximum inside the range, and whose interval for "
        "the change from regular to high intensity lies below or above zero.",
        "interior": "maximum inside",
        "rises": "rises",
        "of": "{count} of {n}",
        "group": "Cities, estimator",
        "year": "{outcome}, year {year}",
        "agrees": "agrees with the thesis, as far as a quadratic can tell",
        "opposes": "contradicts the thesis: its curve is a U, not an inverse U",
        "silent": "does not support the thesis",
        "found": "Before and after",
        "truth": "Truth",
        "or": " or ",
        "counted": "{n} {unit}",
        "caption": "{what} {how}.",
        "group_name": "{sample}, {estimator}",
        "column": "{name}, {of}",
        "level": "Coefficients with {level} % intervals in brackets, clustered by city.",
    },
    "zh": {
        "interval": "括号内为95%置信区间，按{unit}聚类",
        "independent": "括号内为95%置信区间，城市相互独立，稳健标准误",
        "shares": "直接进入占比的分数Logit回归，对数几率；(1)参数空间中的城市，"
        "(2)符合论文事实的城市，(3)基准城市的重复模拟。",
        "counts": "每名处置人员每月的工单数，对数比率；(1)与(2)为基准城市的街道，"
        "(3)为参数空间中的城市，含城市效应。",
        "orders": "已办理的工单，基准城市，五个强度水平，优势比。",
        "quantiles": "从常规强度到高强度治理效率变化量在各城市间的分位数，单位为百分点（0.01）；"
        "自变量以标准差为单位。",
        "dependent": "因变量",
        "method": "估计方法",
        "observations": "观测数",
        "clusters": "聚类数",
        "power": "{draws}次抽样中检验判为倒U形的比例，显著性水平{level}。",
        "curve": "平均城市的曲线",
        "cities": "{n}个城市",
        "none": "并非倒U形",
        "some": "倒U形",
        "definitions": "治理效率的各种定义。G(v)：已预防或已解决的有理问题的价值，一件大事计为v；"
        "D(v)：产生的全部有理问题的价值；P、U：付酬的街道工时、上级政府工时。"
        "“下降”：高强度下效率低于常规强度的城市；“内部最大值”：最佳强度不在两端的城市。",
        "definition": "治理效率",
        "formula": "公式",
        "falls": "下降",
        "peaks": "内部最大值",
        "events": "两种方式算得的变化：只看B市自身的前后对比（无对照组）；真值，"
        "即与同一城市在同样随机因素下未转换时相比。",
        "answers": "判定强度范围内部有最大值的估计设定数；从常规强度到高强度的变化，"
        "其置信区间低于零或高于零的估计设定数。",
        "interior": "内部最大值",
        "rises": "上升",
        "of": "{count}/{n}",
        "group": "城市、估计方法",
        "year": "{outcome}，第{year}年",
        "agrees": "与论文的命题相符，但这只是二次曲线所能看出的",
        "opposes": "与论文的命题相反：曲线是U形，而不是倒U形",
        "silent": "不支持论文的命题",
        "found": "前后对比",
        "truth": "真值",
        "or": "或",
        "counted": "{n}{unit}",
        "caption": "{what}{how}。",
        "group_name": "{sample}，{estimator}",
        "column": "{name}，{of}",
        "level": "括号内为系数的{level}%置信区间，按城市聚类。",
    },
}
TERMS = {
    "en": {
        "intensity": "I",
        "intensity_squared": "I\N{SUPERSCRIPT TWO}",
        "alpha": "alpha (overdispersion)",
        "big": "big matter",
        "unreasonable": "unreasonable demand",
        "repeat": "repeat order",
        "direct": "entered directly",
        "resolved": "resolved",
        "late": "late",
        "const": "constant",
        "e_0": "diligence at the start",
        "load": "load",
        "second_order_share": "second-order share",
        "orders": "orders",
        "satisfied": "satisfied",
        "change": "change of efficiency",
        "routine": "routine quality",
        "efficiency": "efficiency",
        "lind_mehlum": "Lind\N{EN DASH}Mehlum",
        "two_lines": "two lines",
        "held_out": "held-out maximum",
        "prior": "space",
        "near": "near facts",
        "default": "default",
        "quadratic": "quadratic, Lind\N{EN DASH}Mehlum",
        "lines": "two lines",
        "maximum": "no form, held-out maximum",
        "dashboard": "dashboard",
    },
    "zh": {
        "intensity": "I",
        "intensity_squared": "I\N{SUPERSCRIPT TWO}",
        "alpha": "α（过度离散）",
        "big": "大事",
        "unreasonable": "无理诉求",
        "repeat": "重复工单",
        "direct": "直接进入",
        "resolved": "已解决",
        "late": "逾期",
        "const": "常数项",
        "e_0": "基础勤勉度",
        "load": "负荷",
        "second_order_share": "直接进入占比",
        "orders": "工单数",
        "satisfied": "满意",
        "change": "治理效率的变化",
        "routine": "常规工作质量",
        "efficiency": "治理效率",
        "lind_mehlum": "Lind\N{EN DASH}Mehlum检验",
        "two_lines": "两线检验",
        "held_out": "留出最大值检验",
        "prior": "参数空间",
        "near": "符合事实",
        "default": "基准城市",
        "quadratic": "二次曲线，Lind\N{EN DASH}Mehlum检验",
        "lines": "两线检验",
        "maximum": "不设函数形式，留出最大值检验",
        "dashboard": "考核得分",
    },
}
UNITS = {  # what clusters are: one of them, several
    "en": {
        "cities": ("city", "cities"),
        "streets": ("street", "streets"),
        "replications": ("replication", "replications"),
    },
    "zh": {
        "cities": ("城市", "个城市"),
        "streets": ("街道", "个街道"),
        "replications": ("重复模拟", "次重复模拟"),
    },
}
DIGITS = {"shares": 2, "counts": 2, "orders": 2, "quantiles": 1}
NAMES = tuple(DIGITS)


def regression(frame: pd.DataFrame, name: str, *, lang: str = "en") -> Table:
    """One table of the recorded ``regressions``.

    Parameters
    ----------
    frame : DataFrame
        Columns as `intensity.evidence.estimated.Estimated.rows` makes them.
    name : {"shares", "counts", "orders", "quantiles"}

    Raises
    ------
    InputError
        If there is no such table.
    """
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    units, said = style.texts(UNITS, lang), _said(lang)
    style.require(frame, ("table", "column", "term", "estimate", "low", "high"), "regressions")
    part = frame[frame["table"] == name]
    if part.empty or name not in DIGITS:
        raise InputError(f"regressions: no table {name!r}; there are {', '.join(NAMES)}")
    models = [model for _, model in part.groupby("column", sort=True)]
    firsts = [model.iloc[0] for model in models]
    rows = [
        [words["dependent"], *(terms[row["outcome"]] for row in firsts)],
        [words["method"], *(said(row["method"]) for row in firsts)],
    ]
    for term in dict.fromkeys(part["term"]):
        rows.append([terms[term], *(_cell(model, term, DIGITS[name]) for model in models)])
    rows.append([words["observations"], *(text.number(r["observations"], 0) for r in firsts)])
    clustered = name != "quantiles"
    if clustered:
        cells = (
            words["counted"].format(n=text.number(row["clusters"], 0), unit=units[row["unit"]][1])
            for row in firsts
        )
        rows.append([words["clusters"], *cells])
    for fit in dict.fromkeys(row["fit_name"] for row in firsts):
        digits = 0 if "likelihood" in fit else 2
        rows.append(
            [
                said(fit),
                *(text.number(r["fit"], digits) if r["fit_name"] == fit else "" for r in firsts),
            ]
        )
    ones = dict.fromkeys(units[row["unit"]][0] for row in firsts)
    how = words["interval"].format(unit=words["or"].join(ones))
    how = how if clustered else words["independent"]
    head = ("", *(f"({at})" for at in range(1, len(models) + 1)))
    return Table(head, tabular.columns(rows), words["caption"].format(what=words[name], how=how))


def _said(lang: str) -> Callable[[str], str]:
    """Recorded words in a language."""
    return chinese if lang == "zh" else str


def _cell(model: pd.DataFrame, term: str, digits: int) -> str:
    found = model[model["term"] == term]
    if found.empty:
        return ""
    row = found.iloc[0]
    # small values keep enough decimals to say something
    digits = 4 if 0 < abs(row["estimate"]) < 0.5 * 10.0**-digits else digits
    return (
        f"{text.number(row['estimate'], digits)} {text.interval(row['low'], row['high'], digits)}"
    )


def _set(table: Table, lang: str) -> Table:
    """A table with per cent signs as the language has them."""
    if lang != "zh":
        return table
    rows = tuple(tuple(text.closed_up(cell) for cell in row) for row in table.rows)
    return Table(table.head, rows, text.closed_up(table.caption))


def power(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """Size and power: one row per curve, one column per test and number of cities."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(frame, ("case", "meaning", "turns", "cities", "test", "found", "draws"), "power")
    wide = frame.pivot_table(
        index=["turns", "meaning"], columns=["test", "cities"], values="found", sort=False
    )
    said = _said(lang)
    head = tuple(
        words["column"].format(name=terms[t], of=words["cities"].format(n=n))
        for t, n in wide.columns
    )
    rows = []
    for turns in (False, True):
        rows.append([words["some" if turns else "none"], *("" for _ in head)])
        part = wide[wide.index.get_level_values("turns") == turns]
        for meaning, values in zip(part.index.get_level_values(1), part.to_numpy(), strict=True):
            rows.append([said(str(meaning)), *(text.percent(value) for value in values)])
    caption = words["power"].format(
        draws=text.number(frame["draws"].iloc[0], 0), level=text.percent(0.05)
    )
    return _set(Table((words["curve"], *head), tabular.columns(rows), caption), lang)


def definitions(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """Definitions of efficiency with formulas, and what single cities of each sample do."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    said = _said(lang)
    style.require(frame, ("sample", "definition", "meaning", "formula", "falls"), "definitions")
    samples = list(dict.fromkeys(frame["sample"]))
    head = [words["definition"], words["formula"]]
    head += [
        words["column"].format(name=words[key], of=terms[name])
        for key in ("falls", "peaks")
        for name in samples
    ]
    rows = []
    for _, part in frame.groupby("definition", sort=False):
        by = part.set_index("sample")
        cells = [text.percent(by.loc[s, key]) for key in ("falls", "peaks") for s in samples]
        rows.append([said(by["meaning"].iloc[0]), said(by["formula"].iloc[0]), *cells])
    return _set(Table(tuple(head), tabular.columns(rows), words["definitions"]), lang)


def answers(curve: pd.DataFrame, *, lang: str = "en") -> Table:
    """How many specifications give which answer, by sample and estimator."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(curve, ("sample", "estimator", "interior", "falls", "rises"), "specifications")
    keys = ("interior", "falls", "rises")
    rows = [
        [
            words["group_name"].format(sample=terms[str(sample)], estimator=terms[str(estimator)]),
            *(words["of"].format(count=int(part[key].sum()), n=len(part)) for key in keys),
        ]
        for (sample, estimator), part in curve.groupby(["sample", "estimator"], sort=False)
    ]
    head = (words["group"], *(words[key] for key in keys))
    return Table(head, tabular.columns(rows), words["answers"])


def quadratics(*fits: QuadraticFit, lang: str = "en") -> Table:
    """Regressions of `intensity.evidence.regressions.fixed_effects_quadratic` side by side."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    said, frame = _said(lang), regressions.table(*fits)
    outcomes = frame.iloc[0].map(lambda name: terms.get(name, name))
    rows = [[said(str(frame.index[0])), *outcomes]]
    rows += [
        [said(str(name)), *(said(cell) for cell in row)]
        for name, row in zip(frame.index[1:], frame.to_numpy()[1:], strict=True)
    ]
    caption = words["level"].format(level=f"{100 * fits[0].level:g}")
    return Table(("", *frame.columns), tabular.columns(rows), caption)


def before_after(frame: pd.DataFrame, *, lang: str = "en") -> Table:
    """What a study without a control finds, beside the truth."""
    words, terms = style.texts(TEXT, lang), style.texts(TERMS, lang)
    style.require(frame, ("outcome", "year", "estimate", "low", "high", "truth"), "before_after")
    rows = []
    for row in frame.to_dict("records"):
        digits = 1 if row["outcome"] == "orders" else 3
        name = words["year"].format(outcome=terms[row["outcome"]], year=int(row["year"]))
        found = text.number(row["estimate"], digits)
        bounds = text.interval(row["low"], row["high"], digits)
        rows.append([name, f"{found} {bounds}", text.number(row["truth"], digits)])
    head = ("", words["found"], words["truth"])
    return Table(head, tabular.columns(rows), words["events"])


def mean_curve(kind: str, inside: str, p: float, *, lang: str = "en") -> str:
    """What the quadratic of the mean city says about the thesis, in words that follow it.

    Parameters
    ----------
    kind : {"maximum", "minimum"}
    inside : {"inside", "outside"}
        Where the curve turns.
    p : float
        Of an inverse U.
    """
    words = style.texts(TEXT, lang)
    if p < 0.05:
        return words["agrees"]
    return words["opposes" if kind == "minimum" and inside == "inside" else "silent"]


def all_tables() -> dict[str, Table]:
    """Every table of the page, from recorded results."""
    fits = results.table("regressions")
    return {
        **{name: regression(fits, name) for name in NAMES},
        "power": power(results.table("power")),
        "definitions": definitions(results.table("specification_cities")),
        "specifications": answers(results.table("specifications")),
        "before_after": before_after(results.table("before_after")),
    }


def write_latex(folder: Path | None = None) -> list[Path]:
    """Write every table as LaTeX, by default into ``tables_tex`` of the results folder."""
    return tabular.write(all_tables(), results_path("tables_tex") if folder is None else folder)


if __name__ == "__main__":
    try:
        print(*write_latex(), sep="\n")
    except InputError as error:
        print(f"error: {error}", file=sys.stderr)
        sys.exit(2)
