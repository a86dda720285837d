"""Does what docs/adding-a-page.md says, word for word, in a copy of the project."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "adding-a-page.md"
COPIED = ["myproject", "tests", "docs", "pyproject.toml", "setup.py", "README.md", "development.ini"]
LEFT_OUT = shutil.ignore_patterns("__pycache__", "recordings")

# A step is a paragraph that ends with a colon, and the block below it.
STEP = re.compile(r"^([^\n]+):\n\n```\w+\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCK = re.compile(r"^```\w+$", re.MULTILINE)


@dataclass
class Newcomer:
    """Somebody who knows nothing but what the page says, in the folder `project`."""

    project: Path

    def follow(self, sentence: str, block: str) -> None:
        for words, does in (
            (r"Add to the end of `(.+)`", self.append),
            (r"Add to `(.+)`, above `(.+)`", self.insert),
            (r"Create `(.+)`", self.create),
            (r"Copy `(.+)` to `(.+)`, and there replace everything from `(.+)` to `?(.+?)`? by", self.copy),
            (r"Run", self.run),
        ):
            if match := re.fullmatch(words, sentence):
                return does(block, *match.groups())
        raise AssertionError(f"the page says what nobody can follow: {sentence}")

    def append(self, block, name):
        file = self.project / name
        file.write_text(file.read_text() + block)

    def insert(self, block, name, above):
        file = self.project / name
        text = file.read_text()
        assert text.count(above) == 1, f"{name} has no one place {above!r}"
        start = text.rfind("\n", 0, text.index(above)) + 1
        file.write_text(text[:start] + block + text[start:])

    def create(self, block, name):
        assert not (self.project / name).exists(), f"{name} is there already"
        (self.project / name).write_text(block)

    def copy(self, block, source, name, first, last):
        text = (self.project / source).read_text()
        start = text.index(first)
        end = len(text) if last == "the end" else text.index(last, start) + len(last)
        self.create(text[:start] + block.removesuffix("\n") + text[end:], name)

    def run(self, block):
        for command in block.splitlines():
            result = subprocess.run(
                command.split(),
                cwd=self.project,
                env={**os.environ, "PYTHONPATH": str(self.project), "PYTEST_ADDOPTS": "-p no:cacheprovider"},
                capture_output=True,
                text=True,
                timeout=300,
            )
            assert result.returncode == 0, f"{command}\n{result.stdout}{result.stderr}"


@pytest.fixture
def newcomer(tmp_path):
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=LEFT_OUT)
        else:
            shutil.copy2(source, tmp_path / name)
    (tmp_path / ".venv").symlink_to(ROOT / ".venv")
    return Newcomer(tmp_path)


def test_a_newcomer_who_follows_the_page_has_a_page(newcomer):
    text = PAGE.read_text()
    steps = STEP.findall(text)
    assert len(steps) == len(BLOCK.findall(text)), (
        "every block belongs to a sentence that says what to do with it"
    )
    for sentence, block in steps:
        newcomer.follow(sentence, block)
