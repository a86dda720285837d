"""A process that starts to show pages imports nothing that only commands, or those who write, need."""

import subprocess
import sys

LATER = (
    "alembic",
    "mako",
    "markdown_it",
    "justhtml",
    "psycopg",
    "sqlalchemy.dialects.postgresql",
    "zope.sqlalchemy",
)

CODE = """
import sys
import myproject
ini = {{"mode": "production", "secret": "x" * 40, "database_url": "sqlite:///{folder}/site.db", "media_dir": "{folder}",
       "cache_dir": "{folder}", "hosts": "*"}}
myproject.main({{}}, **{{"myproject." + name: value for name, value in ini.items()}})
print(*sys.modules)
"""


def test_starting_imports_what_serving_needs(tmp_path):
    command = [sys.executable, "-W", "ignore", "-c", CODE.format(folder=tmp_path)]
    modules = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert "myproject.site.views.films" in modules
    assert not set(LATER) & set(modules)
