"""Results on disk: one folder per design, valid only for the sources that made it."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import time
from importlib.metadata import version as installed
from pathlib import Path

import pandas as pd

from intensity.experiment.design import Design
from intensity.kernel import jit
from intensity.model.errors import InputError
from intensity.model.tables import data_path
from intensity.version import __version__

LIBRARIES = ("numpy", "numba", "pandas", "scipy", "statsmodels", "pyarrow")


def source_hash() -> str:
    """SHA-256 (16 hex digits) of everything that results depend on: kernel, model, inputs."""
    digest = hashlib.sha256(jit.source_hash().encode())
    root = Path(__file__).parent.parent
    files = [*sorted((root / "model").glob("*.py")), *sorted((root / "experiment").glob("*.py"))]
    files += [data_path(n) for n in ("parameters.toml", "demand_types.csv")]
    for file in files:
        digest.update(file.name.encode())
        digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


class Store:
    """A panel below ``folder/<name>-<hash>/`` with its manifest.

    Files are written beside and renamed, so that a run which is stopped leaves nothing that looks
    finished. A panel whose checksum or sources differ is not read.
    """

    def __init__(self, folder: Path, design: Design) -> None:
        self.design = design
        self.sources = source_hash()
        key = hashlib.sha256((design.digest + self.sources).encode()).hexdigest()[:12]
        self.folder = folder / f"{design.name}-{key}"
        self.began = time.time()

    @property
    def panel_path(self) -> Path:
        return self.folder / "panel.parquet"

    @property
    def manifest_path(self) -> Path:
        return self.folder / "manifest.json"

    def read(self) -> pd.DataFrame | None:
        """The panel if it stands here whole, else None."""
        try:
            manifest = json.loads(self.manifest_path.read_text(encoding="utf-8"))
            content = self.panel_path.read_bytes()
        except (OSError, ValueError):
            return None
        if manifest.get("sha256") != hashlib.sha256(content).hexdigest():
            return None
        return pd.read_parquet(self.panel_path)

    def write(self, panel: pd.DataFrame) -> None:
        """Write panel and manifest; the manifest comes last."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            beside = self.panel_path.with_suffix(f".{os.getpid()}.part")
            panel.to_parquet(beside, index=False)
            checksum = hashlib.sha256(beside.read_bytes()).hexdigest()
            beside.replace(self.panel_path)
            manifest = {
                "version": __version__,
                "sources": self.sources,
                "design": self.design.model_dump(mode="json"),
                "sha256": checksum,
                "rows": len(panel),
                "libraries": {name: installed(name) for name in LIBRARIES},
                "python": platform.python_version(),
                "machine": platform.machine(),
                "seconds": round(time.time() - self.began, 1),
            }
            beside = self.manifest_path.with_suffix(f".{os.getpid()}.part")
            beside.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
            beside.replace(self.manifest_path)
        except OSError as error:
            raise InputError(f"{self.folder}: cannot write results: {error.strerror}") from None
