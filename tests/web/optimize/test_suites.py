"""Chameleon's own tests pass with optimised code, and other packages' templates are rendered alike."""

import os
import re
import subprocess
import sys
import tarfile
import zipfile
from importlib.metadata import version
from pathlib import Path

import pytest
from chameleon import PageTemplate

from tests.tools.fetch import extract
from tests.web.optimize.both import assert_same

pytestmark = pytest.mark.integration

ROOT = Path(__file__).parents[3]


def download(folder, *requirement):
    command = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "-d",
        str(folder),
    ]
    subprocess.run([*command, *requirement], check=True, timeout=120)
    return next(folder.iterdir())


def test_chameleons_own_tests_pass(tmp_path):
    archive = download(tmp_path / "sdist", "--no-binary=:all:", f"chameleon=={version('chameleon')}")
    with tarfile.open(archive) as contents:
        extract(contents, tmp_path)
    source = next(tmp_path.glob("[Cc]hameleon-*/src"))
    run = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "pytest",
            "-q",
            "-W",
            "ignore",
            "-p",
            "no:cacheprovider",
            "-p",
            "tests.web.optimize.suite_plugin",
            "chameleon/tests",
        ],
        cwd=source,
        env=os.environ | {"PYTHONPATH": f"{source}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        timeout=280,
    )
    passed = re.search(r"(\d+) passed", run.stdout)
    assert run.returncode == 0, run.stdout[-4000:]
    assert passed and int(passed[1]) >= 232


class Anything:
    """Stands for whatever a package hands to its templates: every attribute, item and call gives another one."""

    def __init__(self, name="any", depth=0):
        self._name = name
        self._depth = depth

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return Anything(f"{self._name}.{name}", self._depth + 1)

    def __getitem__(self, key):
        if isinstance(key, int) and key > 1:
            raise IndexError(key)
        return Anything(f"{self._name}[{key}]", self._depth + 1)

    def __call__(self, *given, **named):
        return Anything(f"{self._name}()", self._depth + 1)

    def __iter__(self):
        return iter(
            [Anything(f"{self._name}[{n}]", self._depth + 1) for n in range(2 if self._depth < 4 else 0)]
        )

    def __len__(self):
        return len(self._name) % 3

    def __str__(self):
        return f"<{self._name} & 'more'>"

    def __eq__(self, other):
        return isinstance(other, Anything) and other._name == self._name

    def __hash__(self):
        return hash(self._name)


@pytest.mark.parametrize("package", ["deform==2.0.15", "substanced==1.0b1", "kotti==2.0.9"])
def test_other_packages_templates_are_rendered_alike(package, tmp_path):
    archive = download(tmp_path / "archive", package)
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as contents:
            contents.extractall(tmp_path)
    else:
        with tarfile.open(archive) as contents:
            extract(contents, tmp_path)
    tried = 0
    for file in sorted(tmp_path.rglob("*.pt")):
        source = file.read_text(encoding="utf-8", errors="replace")
        try:
            template = PageTemplate(source, keep_source=True)
        except Exception:
            continue  # `load:` needs a file, and some are templates of another kind
        wanted = set(re.findall(r"getname\('(\w+)'\)", template.source)) - {"repeat", "target_language"}
        assert_same(source, lambda wanted=wanted: {name: Anything(name) for name in wanted})
        tried += 1
    assert tried > 5
