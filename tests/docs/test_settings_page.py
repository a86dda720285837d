"""docs/settings.md says what myproject/settings.py says, and the command notices where it does not."""

from pathlib import Path

from myproject.scripts import docs, main
from myproject.settings import Settings

ROOT = Path(__file__).parents[2]


def test_the_page_in_docs_is_true():
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == docs.settings(), (
        "run: myproject docs"
    )


def test_every_setting_is_a_row():
    rows = [line for line in docs.settings().splitlines() if line.startswith("| `myproject.")]
    assert [row.split("`")[1] for row in rows] == [
        f"myproject.{name}" for name in Settings.__dataclass_fields__
    ]
    assert str(ROOT) not in docs.settings()


def test_the_command_writes_and_checks(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    assert main(["docs", "--check"]) == 1
    assert "settings.md is not up to date; run: myproject docs" in capsys.readouterr().err
    assert main(["docs"]) == 0
    assert (tmp_path / "docs" / "settings.md").read_text(encoding="utf-8") == docs.settings()
    assert main(["docs", "--check"]) == 0
