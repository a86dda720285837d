"""npm packages without Node: by name and version, checked against a pinned sha512, unpacked under var/tools.

packages.json is the lock: `{name: {"version": .., "integrity": "sha512-<base64>"}}`, in npm's own notation.
"""

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).parent
LOCK = HERE / "packages.json"
STORE = HERE.parents[1] / "var" / "tools"


def registry() -> str:
    """The registry that npm is configured with: by the environment, else as npm itself says."""
    configured = next(
        (value for name, value in os.environ.items() if name.lower() == "npm_config_registry"), ""
    )
    if not configured:
        command = ["npm", "config", "get", "registry"]
        configured = subprocess.run(
            command, check=True, capture_output=True, text=True, timeout=60
        ).stdout.strip()
    return configured.rstrip("/")


def package(name: str) -> Path:
    """The folder of one locked package, fetched first where it is not there. Raises ValueError on a wrong sum."""
    pin = json.loads(LOCK.read_text(encoding="utf-8"))[name]
    folder = STORE / f"{name}-{pin['version']}"
    if not folder.exists():
        url = f"{registry()}/{name}/-/{name.rpartition('/')[2]}-{pin['version']}.tgz"
        with urllib.request.urlopen(url, timeout=120) as response:
            tarball = response.read()
        verify(tarball, pin["integrity"], url)
        unpack(tarball, folder)
    return folder


def version(name: str) -> str:
    """The pinned version of a package."""
    return json.loads(LOCK.read_text(encoding="utf-8"))[name]["version"]


def verify(tarball: bytes, integrity: str, source: str) -> None:
    """Compares a tarball with its pinned sum. Raises ValueError where they differ."""
    algorithm, _, expected = integrity.partition("-")
    actual = base64.b64encode(hashlib.new(algorithm, tarball).digest()).decode()
    if actual != expected:
        raise ValueError(f"{source}: {algorithm} is {actual}, but packages.json pins {expected}")


def unpack(tarball: bytes, folder: Path) -> None:
    """Unpacks npm's `package/..` tarball as `folder`, which appears whole or not at all."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        with tarfile.open(fileobj=io.BytesIO(tarball)) as archive:
            extract(archive, fresh)
        top = next(fresh.iterdir())  # "package" by custom, though some packages name it otherwise
        top.rename(folder)
    finally:
        shutil.rmtree(fresh)


def extract(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpacks an archive into `folder`, and nothing outside where Python can see to that (from 3.11.4 on)."""
    archive.extraction_filter = getattr(tarfile, "data_filter", None)
    archive.extractall(folder)
