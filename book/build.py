"""Build the book: every edition below this folder, each into ``book/_build/html/<edition>``.

    python book/build.py            all editions, side by side
    python book/build.py en         one edition

The built pages ask no host for anything, over ``file://`` as well as over http, and carry no path
of the machine that built them. A warning ends the build. Pages are executed once per state of
code, data and results: the execution cache is keyed by a hash of the three, because the cache by
itself notices a change of a page only.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from importlib.metadata import distribution
from pathlib import Path

BOOK = Path(__file__).resolve().parent
ROOT = BOOK.parent
BUILD = BOOK / "_build"
HTML = BUILD / "html"
CACHES = BUILD / ".jupyter_cache"
INPUTS = ("src", "data", "results")
MATHJAX = "tex-svg-full.js"
# name and label of the button that leads to an edition
EDITIONS = {"en": ("EN", "This page in English"), "zh": ("中文", "本页中文版")}
GENERATED = ("search", "genindex")
CDN = "https://cdn.jsdelivr.net/npm/"


def state_hash(root: Path = ROOT) -> str:
    """Hash of everything a page reads: code, data and results.

    Parameters
    ----------
    root : Path
        The folder that holds ``src``, ``data`` and ``results``.

    Returns
    -------
    str
        The first 16 hex digits of the SHA-256 of names and contents.
    """
    digest = hashlib.sha256()
    for folder in INPUTS:
        for file in sorted((root / folder).rglob("*")):
            parts = file.relative_to(root).parts
            hidden = any(part.startswith((".", "__pycache__")) for part in parts)
            if hidden or file.suffix == ".pyc" or ".egg-info" in str(file) or not file.is_file():
                continue
            content = hashlib.sha256(file.read_bytes()).digest()
            digest.update("/".join(parts).encode() + b"\0" + content)
    return digest.hexdigest()[:16]


def execution_cache(edition: str, key: str) -> Path:
    """The cache folder of one state of the inputs; an edition's other ones are removed."""
    caches = CACHES / edition
    caches.mkdir(parents=True, exist_ok=True)
    for other in caches.iterdir():
        if other.name != key:
            shutil.rmtree(other)
    return caches / key


def isolate(edition: str) -> None:
    """Keep kernels and tools out of the home folder, and on the interpreter that runs this."""
    own = BUILD / "jupyter" / edition
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        folder = own / name.lower()
        folder.mkdir(parents=True, exist_ok=True)
        os.environ[name] = str(folder)
    profile = own / "ipythondir" / "profile_default"
    profile.mkdir(exist_ok=True)
    # Kernels warn that they listen on the loopback interface unencrypted.
    settings = 'c = get_config()\nc.IPKernelApp.log_level = "ERROR"\n'
    (profile / "ipython_kernel_config.py").write_text(settings)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    os.environ["JUPYTER_PLATFORM_DIRS"] = "1"
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    os.environ["TQDM_DISABLE"] = "1"  # a progress bar has no place on a page


def build(edition: str, cache: Path) -> None:
    """Build one edition; raise SystemExit with the failing pages named if anything is wrong."""
    import accessible
    import figures
    import search
    from jupyter_book.sphinx import build_sphinx
    from sphinx.util.console import nocolor

    search.use()
    if not sys.stderr.isatty():
        nocolor()

    source, work, target = BOOK / edition, BUILD / "work" / edition, HTML / edition
    doctrees = BUILD / "doctrees" / edition
    for folder in (work, target, doctrees):
        shutil.rmtree(folder, ignore_errors=True)
    status = build_sphinx(
        source,
        work,
        noconfig=True,
        path_config=source / "_config.yml",
        doctreedir=doctrees,
        confoverrides={
            "external_toc_path": (source / "_toc.yml").as_posix(),
            "latex_individualpages": False,
            "nb_execution_cache_path": str(cache),
            "nb_execution_raise_on_error": False,  # a warning, so all failing pages are named
            "nitpicky": True,
        },
        freshenv=True,
        warningiserror=True,
        keep_going=True,
        quiet=True,
    )
    if status != 0:
        for report in sorted((work / "reports").glob("*.log")):
            plain = re.sub(r"\x1b\[[0-9;]*m", "", report.read_text(encoding="utf-8"))
            print(f"\n{edition}/{report.name}, its end:\n{plain[-1500:]}", file=sys.stderr)
        raise SystemExit(f"The {edition} edition was not built: see the lines above.")
    make_offline(work)
    offer_notebooks(source, work)
    link_editions(edition, work)
    figures.number_figures(work, edition)
    accessible.mend(work)
    target.parent.mkdir(parents=True, exist_ok=True)
    work.rename(target)


def make_offline(html: Path) -> None:
    """Add what pages would fetch from elsewhere, and remove what names other hosts.

    Parameters
    ----------
    html : Path
        The folder of a built edition, changed in place.
    """
    mathjax = next(
        Path(str(file.locate()))
        for file in distribution("sphinx-mathjax-offline").files or ()
        if file.name == MATHJAX
    )
    (html / "_static" / "mathjax").mkdir(parents=True, exist_ok=True)
    # The speech engine, unused here, names a host for its data; without the host it names a folder.
    script = mathjax.read_text(encoding="utf-8").replace(CDN, "")
    (html / "_static" / "mathjax" / MATHJAX).write_text(script, encoding="utf-8")
    # The search page would fetch the pages it found for a summary, which file:// does not allow.
    options = html / "_static" / "documentation_options.js"
    shown = "SHOW_SEARCH_SUMMARY: location.protocol !== 'file:'"
    text = options.read_text(encoding="utf-8").replace("SHOW_SEARCH_SUMMARY: true", shown)
    options.write_text(text, encoding="utf-8")
    for file in html.rglob("*.map"):
        file.unlink()
    for name in (".buildinfo", "reports"):
        leftover = html / name
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink(missing_ok=True)
    for file in (*html.rglob("*.js"), *html.rglob("*.css")):
        text = file.read_text(encoding="utf-8")
        lean = re.sub(r"(?m)^(//|/\*)[#@] sourceMappingURL=.*$", "", text)
        if lean != text:
            file.write_text(lean, encoding="utf-8")


def offer_notebooks(source: Path, html: Path) -> None:
    """Put each executable page beside its source as a notebook, and a link to it on the page.

    Parameters
    ----------
    source : Path
        The folder of the edition's MyST pages.
    html : Path
        The folder of the built edition, changed in place.
    """
    import jupytext

    for page in sorted(source.glob("*.md")):
        built = html / page.with_suffix(".html").name
        if "kernelspec:" not in page.read_text(encoding="utf-8")[:500] or not built.is_file():
            continue
        notebook = jupytext.read(page)
        for number, cell in enumerate(notebook.cells):
            cell["id"] = f"{page.stem}-{number}"  # in place of a random one
        jupytext.write(notebook, html / "_sources" / f"{page.stem}.ipynb", fmt="ipynb")
        text = built.read_text(encoding="utf-8")
        link = re.search(
            rf'<li><a href="_sources/{re.escape(page.name)}".*?</li>\n', text, flags=re.DOTALL
        )
        if link is None:
            raise SystemExit(f"{built.name}: no link to the source to set the notebook's beside")
        extra = link.group().replace(f'{page.name}"', f'{page.stem}.ipynb" download')
        extra = extra.replace(">.md<", ">.ipynb<").replace("source file", "notebook")
        built.write_text(text[: link.end()] + extra + text[link.end() :], encoding="utf-8")


def link_editions(edition: str, html: Path) -> None:
    """Put a button on each page that leads to the same page of the other edition.

    Parameters
    ----------
    edition : str
        Name of the edition that was built.
    html : Path
        Its folder, changed in place.
    """
    for other in editions():
        if other == edition:
            continue
        name, label = EDITIONS[other]
        for page in sorted(html.glob("*.html")):
            same = (BOOK / other / f"{page.stem}.md").is_file() or page.stem in GENERATED
            target = page.name if same else "index.html"
            link = (
                f'<a class="btn btn-sm edition" href="../{other}/{target}"'
                f' lang="{other}" hreflang="{other}" title="{label}">{name}</a>'
            )
            text = page.read_text(encoding="utf-8")
            before, found, after = text.partition('<div class="article-header-buttons">')
            if not found:
                raise SystemExit(f"{page.name}: no place for the button to the other edition")
            page.write_text(before + found + link + after, encoding="utf-8")


def editions() -> list[str]:
    """Names of the editions there are."""
    return sorted(config.parent.name for config in BOOK.glob("*/_config.yml"))


def build_all(chosen: list[str]) -> None:
    """Build editions side by side, each in a process of its own; what they print comes in turn."""
    running = [
        subprocess.Popen(
            [sys.executable, __file__, edition],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for edition in chosen
    ]
    try:
        outputs = [process.communicate()[0] for process in running]
    except BaseException:
        for process in running:
            process.terminate()
        raise
    print("".join(outputs), end="", flush=True)
    if any(process.returncode for process in running):
        raise SystemExit(1)


def main() -> None:
    """Build the editions named on the command line, or all."""
    found = editions()
    parser = argparse.ArgumentParser(description="Build the book.")
    parser.add_argument("edition", nargs="*", help=f"one of: {', '.join(found)} (default: all)")
    chosen = parser.parse_args().edition or found
    for edition in chosen:
        if edition not in found:
            parser.error(f"edition {edition!r}: must be one of {', '.join(found)}")
    if not (ROOT / "results" / "results.json").is_file():
        raise SystemExit("results/results.json is missing: run `make results` first.")
    if len(chosen) > 1:
        return build_all(chosen)
    for edition in chosen:
        isolate(edition)
        start = time.perf_counter()
        build(edition, execution_cache(edition, state_hash()))
        print(f"The {edition} edition, built in {time.perf_counter() - start:.0f} s:")
        print((HTML / edition / "index.html").relative_to(ROOT))


if __name__ == "__main__":
    main()
