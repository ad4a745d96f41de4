"""What every page of the book needs: numbers for its prose, figures with alt text, a footer."""

from __future__ import annotations

import base64
import html
import io
import re
from collections.abc import Callable
from typing import Any

from IPython.display import HTML, display
from matplotlib.figure import Figure

from intensity.report import results, style


def numbers() -> None:
    """Make every recorded value available to the page's prose as ``{glue:text}`key```."""
    from myst_nb import glue

    for key in results.recorded():
        glue(key, results.shown(key), display=False)


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
    figure = draw(*frames, **options)
    out = io.BytesIO()
    with style.context(options.get("lang", "en")):
        figure.savefig(out, format="svg", metadata={"Date": None})
    source = base64.b64encode(out.getvalue()).decode()
    text = html.escape(alt(*frames, **options), quote=True)
    wide = figure.get_size_inches()[0] / style.PAGE
    below = re.sub(r"\{([a-z_A-Z0-9.]+)\}", lambda m: results.shown(m[1]), caption)
    display(
        HTML(
            f'<figure><img alt="{text}" src="data:image/svg+xml;base64,{source}" '
            f'style="width: {min(1.0, wide):.0%}"/><figcaption>{below}</figcaption></figure>'
        )
    )


def footer(*claims: str) -> None:
    """Seed, designs, version and claims of a page, at its foot."""
    about = results.about()
    designs = about["designs"]
    sizes = "; ".join(
        f"{name}: {d['cities']} × {len(d['levels'])} levels × {d['streets']} streets × "
        f"{d['months']} months"
        for name, d in designs.items()
    )
    text = (
        f"Seed {about['seed']} · {sizes} · version {about['version']} · sources {about['evidence']}"
    )
    stages = about.get("stages", {})
    shipped = [name for name, stage in stages.items() if stage["source"] == "shipped"]
    if shipped:
        text += (
            f" · of {len(stages)} parts of the evidence {len(shipped)} were shipped, made by these "
            "very sources, and the others computed here"
        )
    if claims:
        text = f"Claims spoken of here: {', '.join(claims)}. {text}"
    display(HTML(f'<p class="page-foot" style="font-size: 80%">{text}</p>'))
