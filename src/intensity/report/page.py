"""What every page of the book needs: numbers for its prose, figures with alt text, a footer."""

from __future__ import annotations

import base64
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from IPython.display import HTML, display
from matplotlib.figure import Figure

from intensity.evidence.play import STAGES, play
from intensity.model.errors import InputError
from intensity.report import results, style
from intensity.report.text import closed_up

LANGUAGES = ("en", "zh")
PHONE = 600  # pixels; a window up to this wide gets the drawing for a column
# Modules whose drawing for a column shows all that the one for a page shows.
NARROW = {
    *(
        "adaptive",
        "alluvial",
        "closing",
        "contest",
        "deciding",
        "decomposition",
        "figure1",
        "figure2",
        "figure3",
        "figure4",
    ),
    *("gains", "meanfield", "optimum", "paradox", "path", "referral", "reserve", "reversal"),
    *("surface", "sweep"),
}
USED = re.compile(r"\{glue:text\}`([^`:]+)")
_page: dict[str, Any] = {"lang": "en", "changed": {}}  # of the page that is being executed
_drawn: Counter[str] = Counter()  # its figures so far, by module


def numbers(lang: str = "en", name: str = "", **changed: float) -> None:
    """Make recorded values available to the page's prose as ``{glue:text}`key```.

    Parameters
    ----------
    lang : {"en", "zh"}
        The page's language, of figures and footer too.
    name : str
        The page: only values that ``name.md`` in the working folder speaks of, which is much
        faster. Without it, or where there is no such file, all.
    **changed : float
        Parameters of the default city, to play with: ``page.numbers("en", "outcomes", kappa=0.8)``
        computes the sweep (of few cities), B city's path and the fates of problems with them, once,
        in about two minutes. Claims, policy and all else stay as recorded.
    """
    from myst_nb import glue

    if lang not in LANGUAGES:
        raise InputError(f"lang: {lang!r} must be one of {', '.join(LANGUAGES)}")
    _page.update(lang=lang, changed=changed)
    results.use(play(changed) if changed else None)
    _drawn.clear()
    source = Path(f"{name}.md")
    keys = results.recorded()
    if source.is_file():
        used = set(USED.findall(source.read_text(encoding="utf-8")))
        keys = [key for key in keys if key in used]
    for key in keys:
        glue(key, results.shown(key, lang), display=False)


def show(
    draw: Callable[..., Figure],
    alt: Callable[..., str],
    *frames: Any,
    caption: str = "",
    **options: Any,
) -> None:
    """Draw a figure from recorded frames; show it as SVG with its alternative text and caption.

    Parameters
    ----------
    draw, alt : callable
        ``draw`` and ``ALT`` of a figure module, which take the same frames and options.
    caption : str
        HTML below the figure; ``{key}`` is replaced by the recorded value of that key.
    """
    options.setdefault("lang", _page["lang"])
    lang = options["lang"]
    figure = draw(*frames, **options)
    said = alt(*frames, **options)
    text = html.escape(closed_up(said) if lang == "zh" else said, quote=True)
    wide = figure.get_size_inches()[0] / style.PAGE
    narrow = ""
    if wide > 0.75 and draw.__module__.rpartition(".")[2] in NARROW and "width" not in options:
        drawn = _source(draw(*frames, width="column", **options), lang)
        narrow = f'<source media="(max-width: {PHONE}px)" srcset="{drawn}"/>'
    below = re.sub(r"\{([a-z_A-Z0-9.]+)\}", lambda m: results.shown(m[1], lang), caption)
    display(
        HTML(
            f'<figure id="{_anchor(draw)}"><picture>{narrow}'
            f'<img alt="{text}" src="{_source(figure, lang)}" style="width: {min(1.0, wide):.0%}"/>'
            f"</picture><figcaption>{below}</figcaption></figure>"
        )
    )


def _source(figure: Figure, lang: str) -> str:
    """A figure as the address of an image."""
    out = io.BytesIO()
    with style.context(lang):
        figure.savefig(out, format="svg", metadata={"Date": None})
    return f"data:image/svg+xml;base64,{base64.b64encode(out.getvalue()).decode()}"


def _anchor(draw: Callable[..., Figure]) -> str:
    """Where a link finds the figure: ``figure-sweep``, the second one ``figure-sweep-2``."""
    name = draw.__module__.rpartition(".")[2]
    _drawn[name] += 1
    return f"figure-{name}" + (f"-{_drawn[name]}" if _drawn[name] > 1 else "")


def footer(*claims: str) -> None:
    """Seed, designs, version and claims of a page, at its foot."""
    about = results.about()
    designs = about["designs"]
    words = FOOT[_page["lang"]]
    sizes = words["join"].join(
        words["design"].format(name=name, levels=len(d["levels"]), **_only(d))
        for name, d in designs.items()
    )
    text = words["made"].format(sizes=sizes, **about)
    if _page["changed"]:
        said = words["comma"].join(f"{name} = {x}" for name, x in _page["changed"].items())
        text = (
            f"<b>{words['played'].format(changed=said, stages=words['comma'].join(STAGES))}</b> "
            + text
        )
    stages = about.get("stages", {})
    shipped = [name for name, stage in stages.items() if stage["source"] == "shipped"]
    if shipped:
        text += words["shipped"].format(all=len(stages), shipped=len(shipped))
    if claims:
        text = words["claims"].format(claims=words["comma"].join(claims)) + text
    display(HTML(f'<p class="page-foot" style="font-size: 80%">{text}</p>'))


def _only(design: Mapping[str, Any]) -> dict[str, Any]:
    return {name: design[name] for name in ("cities", "streets", "months")}


FOOT = {
    "en": {
        "join": "; ",
        "comma": ", ",
        "design": "{name}: {cities} × {levels} levels × {streets} streets × {months} months",
        "made": "Seed {seed} · {sizes} · version {version} · sources {evidence}",
        "shipped": (
            " · of {all} parts of the evidence {shipped} were shipped, made by these "
            "very sources, and the others computed here"
        ),
        "played": "Played with {changed}: only {stages} were computed again, with few cities.",
        "claims": "Claims spoken of here: {claims}. ",
    },
    "zh": {
        "join": "；",
        "comma": "、",
        "design": "{name}：{cities}个城市×{levels}个强度水平×{streets}个街道×{months}个月",
        "made": "随机种子{seed} · {sizes} · 版本{version} · 源码{evidence}",
        "shipped": (
            " · 证据共{all}部分，其中{shipped}部分随项目发布（由同一份源码生成），其余在本机算得"
        ),
        "played": "试算：{changed}；只重新计算了{stages}，城市较少。",
        "claims": "本页涉及的论断：{claims}。",
    },
}
