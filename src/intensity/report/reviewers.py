"""Tables of the reviewer's page: claims, times, machine, packages. None of it is typed.

Times come from ``data/reference/times.json`` (``.ci/times.py`` measures and writes it), from the
stages of the evidence, and from ``data/reference/bench.json``.
"""

from __future__ import annotations

import html as markup
import json
from collections.abc import Iterable, Sequence
from typing import Any

from intensity.evidence.claims import register
from intensity.experiment.sources import LIBRARIES, libraries
from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.report import results, style
from intensity.report.claims import TEXT as CLAIMS
from intensity.report.text import NARROW, number
from intensity.report.verdicts import word

TIMES = "reference/times.json"
BENCH = "reference/bench.json"
DASH = "\N{EN DASH}"
TOOLS = ("dask", "SALib", "scikit-learn", "matplotlib", "jupyter-book", "sphinx-book-theme")

TEXT: dict[str, dict[str, Any]] = {
    "en": {
        "claims": ("Claim", "Verdict", "Figure", "Command", "Time", "Tolerance"),
        "claim": "{} {} (§{})",
        "path": ("Step", "Command", "Time", "Memory", "What it shows"),
        "steps": {
            "setup": "the environment in .venv, once; the only step that needs a network",
            "checksums": "that inputs and shipped results are the ones of the list; silent if so",
            "claim": "one claim, recomputed: the efficiency paradox itself",
            "verify": "all claims, recomputed in the default city and held against what is shipped",
            "laws": "that no problem is lost or counted twice, over many cities",
            "book": "every figure and page, from results that are shipped for exactly this code",
            "test": "all tests but those of the built book",
            "check-book": "the built book: links, pictures, offline use, accessibility, a browser",
        },
        "total": "the path together",
        "unmeasured": "not measured yet",
        "stages": ("Part", "Program", "Tables", "Time"),
        "machine": ("", "commands above", "speed of the kernel"),
        "rows": {
            "cpu": "processor",
            "cores": "cores",
            "memory_mib": "memory",
            "os": "system",
            "python": "Python",
            "compiler": "C compiler (benchmark only)",
        },
        "packages": ("Package", "Version"),
        "storage": ("What", "Size"),
        "places": {
            ".venv": "environment (.venv)",
            "results": "results computed here",
            "book/_build": "built book with its caches",
            "checkout": "the project itself",
        },
    },
    "zh": {
        "claims": ("论断", "判定", "图", "命令", "用时", "容差"),
        "claim": "{} {}（§{}）",
        "path": ("步骤", "命令", "用时", "内存", "说明什么"),
        "steps": {
            "setup": "在.venv中建立运行环境，只需一次，也是唯一需要联网的步骤",
            "checksums": "输入与随附结果同清单一致；一致时没有输出",
            "claim": "重新计算一条论断，即效率悖论本身",
            "verify": "在基准城市重新计算全部论断，并与随附的答案逐一比对",
            "laws": "在多个城市中，没有一个问题遗失或被重复计数",
            "book": "全部图与页面，取自为这份代码随附的结果",
            "test": "除成书检查以外的全部测试",
            "check-book": "成书检查：链接、图片、离线使用、无障碍、浏览器",
        },
        "total": "整条路径合计",
        "unmeasured": "尚未测量",
        "stages": ("部分", "程序", "表", "用时"),
        "machine": ("", "以上命令", "内核测速"),
        "rows": {
            "cpu": "处理器",
            "cores": "核数",
            "memory_mib": "内存",
            "os": "系统",
            "python": "Python",
            "compiler": "C编译器（仅测速用）",
        },
        "packages": ("软件包", "版本"),
        "storage": ("内容", "大小"),
        "places": {
            ".venv": "运行环境（.venv）",
            "results": "本机算得的结果",
            "book/_build": "成书及其缓存",
            "checkout": "项目本身",
        },
    },
}


def claims(lang: str = "en") -> str:
    """Claim, verdict, figure, command, time, tolerance: one row per claim, as HTML.

    A figure is a link to its place in the book; the tolerance is the largest difference from the
    shipped estimate, in its unit, that ``intensity verify`` lets pass.
    """
    texts, said = style.texts(TEXT, lang), CLAIMS[lang]["words"]
    recorded = results.table("claims").set_index("id", drop=False)
    rows = []
    for claim in register().claims:
        row = recorded.loc[claim.id]
        title = claim.title if lang == "en" else _quoted(claim.quote)
        verdict = word(row)
        place = f"{claim.page}.html#figure-{claim.figure}"
        link = f'<a class="figure-link" href="{place}">{claim.figure}</a>'
        rows.append(
            (
                markup.escape(texts["claim"].format(claim.id, title, claim.section)),
                f"<b>{markup.escape(said.get(verdict, verdict))}</b>",
                link,
                code(claim.command),
                time(row["seconds"]),
                f"{max(part.tolerance for part in claim.deciding):g}",
            )
        )
    return table(texts["claims"], rows, "claims-map")


def path(lang: str = "en") -> str:
    """The steps of the path of ten minutes with their recorded times, as HTML."""
    text, steps = style.texts(TEXT, lang), [step for step in times()["steps"] if step["path"]]
    total = time(sum(step["seconds"] for step in steps))
    rows = [*_steps(steps, lang), (text["total"], "", f"<b>{total}</b>", "", "")]
    return table(text["path"], rows, "times")


def full(lang: str = "en") -> str:
    """The other recorded commands, as HTML; a sentence if none is recorded."""
    steps = [step for step in times()["steps"] if not step["path"]]
    if not steps:
        return f"<p>{style.texts(TEXT, lang)['unmeasured']}</p>"
    return table(style.texts(TEXT, lang)["path"], _steps(steps, lang), "times")


def stages(lang: str = "en") -> str:
    """Which program makes which recorded tables, and in what time, as HTML."""
    from intensity.evidence.stages import STAGES, find

    known = results.about().get("stages", {})
    rows = []
    for stage in STAGES:
        found = find(stage)
        names = "" if found is None else ", ".join(code(name) for name in found[0].tables)
        seconds = known.get(stage.name, {}).get("seconds", 0.0)
        program = stage.module.removeprefix("intensity.")
        rows.append((code(stage.name), code(program), names or DASH, time(seconds)))
    return table(style.texts(TEXT, lang)["stages"], rows, "stages")


def machine(lang: str = "en") -> str:
    """The machines that times were measured on, as HTML."""
    text = style.texts(TEXT, lang)
    here, there = times()["machine"], _json(BENCH)["machine"]
    rows = []
    for name, label in text["rows"].items():
        cells = [_fact(name, facts.get(name)) for facts in (here, there)]
        rows.append((label, *cells))
    return table(text["machine"], rows, "machine")


def storage(lang: str = "en") -> str:
    """Space on disk after the recorded run, as HTML."""
    text, sizes = style.texts(TEXT, lang), times()["storage_mib"]
    rows = [
        (markup.escape(text["places"][name]), mib(sizes[name]))
        for name in text["places"]
        if name in sizes
    ]
    return table(text["storage"], rows, "storage")


def packages(lang: str = "en") -> str:
    """Versions of the packages that this page was made with, as HTML."""
    found = libraries((*LIBRARIES, *TOOLS))
    rows = [(markup.escape(name), markup.escape(str(found[name]))) for name in found]
    return table(style.texts(TEXT, lang)["packages"], rows, "packages")


def times() -> dict[str, Any]:
    """The recorded times; see ``.ci/times.py``."""
    return _json(TIMES)


def table(names: Sequence[str], rows: Iterable[Sequence[str]], kind: str) -> str:
    """HTML of a table whose cells are HTML; the first column names its row."""
    top = "".join(
        f'<th scope="col">{markup.escape(name)}</th>' if name else "<td></td>" for name in names
    )
    body = "".join(
        f'<tr><th scope="row">{row[0]}</th>' + "".join(f"<td>{c}</td>" for c in row[1:]) + "</tr>"
        for row in rows
    )
    head = f"<thead><tr>{top}</tr></thead>"
    return f'<table class="reviewers {kind}">{head}<tbody>{body}</tbody></table>'


def code(text: str) -> str:
    """Text as code."""
    return f"<code>{markup.escape(text)}</code>"


def time(seconds: float) -> str:
    """Seconds below two minutes, minutes above; a dash for what was not measured."""
    if not seconds > 0:
        return DASH
    if seconds < 120:
        return f"{number(max(1.0, seconds), 0)}{NARROW}s"
    return f"{number(seconds / 60, 1)}{NARROW}min"


def mib(size: float) -> str:
    """A size in MiB or GiB."""
    if size >= 1024:
        return f"{number(size / 1024, 1)}{NARROW}GiB"
    return f"{number(size, 0 if size >= 10 else 1)}{NARROW}MiB"


def _steps(steps: Sequence[dict[str, Any]], lang: str) -> list[tuple[str, ...]]:
    said = style.texts(TEXT, lang)["steps"]
    return [
        (
            str(at),
            code(step["command"]),
            time(step["seconds"]),
            mib(step["peak_mib"]),
            markup.escape(said[step["name"]]),
        )
        for at, step in enumerate(steps, 1)
    ]


def _quoted(words: str) -> str:
    """Words of the paper in quotation marks; those inside become single ones."""
    inside = words.rstrip("。").replace("“", "‘").replace("”", "’")
    return f"“{inside}”"


def _fact(name: str, value: Any) -> str:
    if value is None:
        return DASH
    return mib(float(value)) if name == "memory_mib" else markup.escape(str(value))


def _json(name: str) -> dict[str, Any]:
    file = data_path(name)
    try:
        return dict(json.loads(file.read_text(encoding="utf-8")))
    except OSError as error:
        raise InputError(f"{name}: {error.strerror}") from None
    except ValueError as error:
        raise InputError(f"{name}: not JSON: {error}") from None
