"""The `myproject` command as a shell starts it."""

import subprocess
import sys

COMMAND = [sys.executable, "-c", "import sys; from myproject.scripts import main; sys.exit(main())"]


def test_a_reader_that_has_seen_enough_ends_it_quietly():
    with subprocess.Popen(
        [*COMMAND, "bindings", "films.pt", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        # Closed before anything was written, as `head -0` does.
        command.stdout.close()
        complaints = command.stderr.read()
    assert command.returncode == 141
    assert complaints == b""


def test_what_the_libraries_will_do_one_day_is_no_news():
    done = subprocess.run([*COMMAND, "bindings", "none.pt"], capture_output=True, text=True)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert "has no template none.pt" in line
