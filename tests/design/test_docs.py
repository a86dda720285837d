"""What docs/round-trip.md tells people to type is what the commands take, and all that they take."""

import re
from pathlib import Path

import pytest

from myproject.scripts import make_parser

DOCS = Path(__file__).parents[2] / "docs" / "round-trip.md"
COMMANDS = re.findall(r"^\$ myproject (.+)$", DOCS.read_text(encoding="utf-8"), re.M)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_in_the_docs_is_one_that_is_taken(command):
    arguments = command.split()
    assert make_parser(arguments).parse_args(arguments).run


@pytest.mark.parametrize("name", ["export", "merge", "watch"])
def test_every_option_is_in_the_docs(name, capsys):
    with pytest.raises(SystemExit):
        make_parser([name]).parse_args([name, "--help"])
    options = set(re.findall(r"--[a-z-]+", capsys.readouterr().out)) - {"--help"}
    text = DOCS.read_text(encoding="utf-8")
    assert [option for option in sorted(options) if option not in text] == []
