"""`pshell development.ini`, as a developer starts it, with the models at hand."""

import os
import subprocess
import sys
from pathlib import Path

from tests.site.fixtures import make_database

ROOT = Path(__file__).parent.parent


def test_the_shell_has_the_models_and_a_session(tmp_path):
    make_database(tmp_path)
    asked = "print('FILMS', session.query(models.Film).count() > 0, callable(content.films.list_films))\n"
    own = {
        "MYPROJECT_DATABASE_URL": f"sqlite:///{tmp_path}/site.db",
        "MYPROJECT_MEDIA_DIR": f"{tmp_path}/media",
        "MYPROJECT_CACHE_DIR": f"{tmp_path}/cache",
        "PYTHONWARNINGS": "ignore",
    }
    result = subprocess.run(
        [sys.executable, "-m", "pyramid.scripts.pshell", "development.ini"],
        input=asked,
        cwd=ROOT,
        env={**os.environ, **own},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "FILMS True True" in result.stdout, result.stderr
