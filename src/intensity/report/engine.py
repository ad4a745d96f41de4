"""Tables of the page on the engine, and its section on speed."""

from __future__ import annotations

import html as markup
import importlib
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd
from IPython.display import HTML, display

from intensity.evidence.engine import bench, power_of_ten
from intensity.report import page, style
from intensity.report.chinese import chinese
from intensity.report.text import NO_BREAK, closed_up, number, percent

TEXT = {
    "en": {
        "laws": (
            *("Law", "What is compared", "Points", "Comparisons", "Largest |z|"),
            "Standard error, median",
        ),
        "erlang": ("M/M/c (Erlang)", "wait, utilisation, share past a deadline"),
        "general": ("M/G/1, log-normal service (Pollaczek\N{EN DASH}Khinchine)", "wait"),
        "priority": ("non-preemptive priorities (Cobham)", "wait of urgent and of other orders"),
        "impatience": ("impatience (M/M/c + M)", "share that lapses, wait of the served"),
        "repeats": ("repeat calls (Kelly)", "wait of all rounds, repeats per problem"),
        "digests": ("Run", "SHA-256, first half", "As shipped"),
        "twins": ("City", "Problems", "Orders", "Decisions apart", "Times apart, at most (h)"),
        "mutations": ("Fault put into the kernel", "File", "Noticed by"),
        "warmup": (
            *("Measure", "I", "MSER-5 cuts (months)", "Mean of the months kept"),
            *(
                "Bias, 95\N{NARROW NO-BREAK SPACE}% interval",
                "Bias by level",
                "Within 2\N{NARROW NO-BREAK SPACE}% from month",
            ),
        ),
        "precision": (
            *("Measure", "I", "Mean", "SD of a run", "Half-width, {used} runs"),
            *("Runs for 5\N{NARROW NO-BREAK SPACE}%", "Runs for 1\N{NARROW NO-BREAK SPACE}%"),
        ),
        "speed": ("What", "Goal", "Measured", "Range", "Met"),
        "none_found": "no level found",
        "more": "more than {runs}",
        "yes": "yes",
        "no": "NO",
        "nothing": "nothing",
        "as_it_is": "none: the kernel as it is",
        "change": "change of efficiency, same draws",
        "apart": "change of efficiency, unlike draws",
        "no_speed": (
            "Speed has not been measured for this version: <code>make bench</code> does it, and "
            "the table stands here once its result is shipped with the data."
        ),
    },
    "zh": {
        "laws": ("规律", "比较的内容", "参数点", "比较次数", "最大|z|", "标准误，中位数"),
        "erlang": ("M/M/c（Erlang）", "等待时长、忙碌率、超过期限的比例"),
        "general": ("M/G/1，对数正态工时（Pollaczek\N{EN DASH}Khinchine）", "等待时长"),
        "priority": ("非抢占优先级（Cobham）", "紧急工单与其他工单的等待时长"),
        "impatience": ("等待中放弃（M/M/c+M）", "失效比例、得到办理者的等待时长"),
        "repeats": ("重复来电（Kelly）", "各轮次的等待时长、每个问题的重复次数"),
        "digests": ("运行", "SHA-256前半段", "与所附一致"),
        "twins": ("城市", "问题数", "工单数", "不一致的决定", "时间之差上限（小时）"),
        "mutations": ("植入内核的错误", "文件", "发现它的规律"),
        "warmup": (
            *("指标", "I", "MSER-5舍去（月）", "保留月份的均值"),
            *("偏差，95%区间", "偏差与水平之比", "自何月起在2%以内"),
        ),
        "precision": (
            *("指标", "I", "均值", "单次标准差", "半宽，{used}次运行"),
            *("达到5%所需次数", "达到1%所需次数"),
        ),
        "speed": ("项目", "目标", "实测", "范围", "达到"),
        "none_found": "未找到平稳段",
        "more": "多于{runs}",
        "yes": "是",
        "no": "否",
        "nothing": "无",
        "as_it_is": "无：内核原样",
        "change": "效率变化，相同的随机数",
        "apart": "效率变化，不同的随机数",
        "no_speed": "本版本尚未测速：运行<code>make bench</code>，结果随数据发布之后表格即在此处。",
    },
}


SHORT = 10  # characters of a name that stays on one line


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], *, lang: str = "en") -> str:
    """HTML of a table whose first column names the rows."""
    body = []
    for first, *others in rows:
        cells = "".join(f"<td>{markup.escape(cell)}</td>" for cell in others)
        # Chinese breaks between any two characters, so that a short name would be torn
        short = ' style="white-space: nowrap"' if lang == "zh" and len(first) < SHORT else ""
        body.append(f'<tr><th scope="row"{short}>{markup.escape(first)}</th>{cells}</tr>')
    head = "".join(f'<th scope="col">{markup.escape(name)}</th>' for name in heads)
    out = f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    return closed_up(out) if lang == "zh" else out


def _said(lang: str) -> Callable[[str], str]:
    """Recorded words in a language."""
    return chinese if lang == "zh" else str


def laws_html(summary: pd.DataFrame, *, lang: str = "en") -> str:
    """Closed forms: points, comparisons and largest deviation by law."""
    words = style.texts(TEXT, lang)
    rows = [
        (
            *words[row.law], number(row.points, 0), number(row.comparisons, 0),
            number(row.largest), percent(row.error, 1),
        )
        for row in summary.itertuples()
    ]  # fmt: skip
    return table(words["laws"], rows, lang=lang)


def digests_html(digests: pd.DataFrame, *, lang: str = "en") -> str:
    """Digests of this machine, and whether they are those shipped."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = [
        (said(row.case), row.digest[:32], words["yes" if row.same else "no"])
        for row in digests.itertuples()
    ]
    return table(words["digests"], rows, lang=lang)


def twins_html(twins: pd.DataFrame, *, lang: str = "en") -> str:
    """The two implementations, city by city."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = [
        (
            said(row.case), number(row.problems, 0), number(row.orders, 0),
            number(row.decisions_apart, 0), power_of_ten(row.hours_apart),
        )
        for row in twins.itertuples()
    ]  # fmt: skip
    return table(words["twins"], rows, lang=lang)


def mutations_html(mutations: pd.DataFrame, *, lang: str = "en") -> str:
    """Faults, and the checks that notice them."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = [
        (
            words["as_it_is"] if row.fault == "none" else said(row.fault),
            row.file,
            said(row.caught_by.replace("_", " ")) if row.caught_by else words["nothing"],
        )
        for row in mutations.itertuples()
    ]
    return table(words["mutations"], rows, lang=lang)


def warmup_html(warmup: pd.DataFrame, *, lang: str = "en") -> str:
    """Warm-up by measure and level."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = []
    order = {name: at for at, name in enumerate(dict.fromkeys(warmup["measure"]))}
    ordered = warmup.sort_values("measure", key=lambda m: m.map(order), kind="stable")
    for row in ordered.itertuples():
        digits = 1 if abs(row.late) > 10 else 3
        rows.append(
            (
                said(row.name),
                number(row.intensity, 1),
                words["none_found"] if np.isnan(row.cut) else number(row.cut, 0),
                number(row.kept, digits),
                NO_BREAK.join(
                    (number(row.bias, digits), "\N{PLUS-MINUS SIGN}", number(row.half, digits))
                ),
                percent(row.share, 1),
                number(row.month, 0),
            )
        )
    return table(words["warmup"], rows, lang=lang)


def precision_html(needed: pd.DataFrame, runs: int, used: int, *, lang: str = "en") -> str:
    """Replications needed, by measure and level."""
    words, said = style.texts(TEXT, lang), _said(lang)
    rows = []
    for row in needed.itertuples():
        digits = 1 if abs(row.mean) > 10 else 3
        wanted = [
            words["more"].format(runs=runs) if np.isnan(n) else number(n, 0)
            for n in (row.needed_5, row.needed_1)
        ]
        rows.append(
            (
                words[row.measure] if row.measure in words else said(row.name),
                number(row.intensity, 1),
                number(row.mean, digits),
                number(row.sd, digits + 1),
                f"{number(row.half, digits + 1)}{NO_BREAK}({percent(row.share, 1)})",
                *wanted,
            )
        )
    heads = [head.format(used=used) for head in words["precision"]]
    return table(heads, rows, lang=lang)


def show_speed(caption: str = "", *, lang: str = "en") -> None:
    """Show the shipped measurement of speed: figure and table; or say that there is none."""
    words = style.texts(TEXT, lang)
    measured = bench()
    if measured is None:
        display(HTML(f"<p>{words['no_speed']}</p>"))
        return
    speed = importlib.import_module("intensity.report.bench")
    page.show(speed.draw, speed.ALT, measured, caption=caption, lang=lang)
    rows = [
        (
            row.measure, row.goal, _plain(row.measured),
            "" if np.isnan(row.low) else f"{_plain(row.low)}\N{EN DASH}{_plain(row.high)}",
            row.met,
        )
        for row in speed.frame(measured, lang=lang).itertuples()
    ]  # fmt: skip
    display(HTML(table(words["speed"], rows, lang=lang)))


def _plain(value: float) -> str:
    if np.isnan(value):
        return "\N{EN DASH}"
    return number(value, 0 if abs(value) >= 100 else 2)
