"""What axe-core finds wrong in pages as Sphinx makes them, put right in a built edition."""

from __future__ import annotations

from pathlib import Path

# Entries of a bibliography have a role that no list may contain, and that is deprecated.
MENDED = {'role="doc-biblioentry"': 'role="listitem"'}


def mend(html: Path) -> None:
    """Mend every page.

    Parameters
    ----------
    html : Path
        The folder of a built edition, changed in place.
    """
    for page in sorted(html.glob("*.html")):
        text = page.read_text(encoding="utf-8")
        better = text
        for old, new in MENDED.items():
            better = better.replace(old, new)
        if better != text:
            page.write_text(better, encoding="utf-8")
