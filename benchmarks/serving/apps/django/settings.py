"""The settings: no middleware but what the page needs."""

from pathlib import Path

from benchmarks.serving import content

SECRET_KEY = "only-for-the-benchmark"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
ROOT_URLCONF = "benchmarks.serving.apps.django.urls"
WSGI_APPLICATION = "benchmarks.serving.apps.django.wsgi.application"
INSTALLED_APPS = ["benchmarks.serving.apps.django"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]  # it sets Content-Length, which keep-alive needs
USE_I18N = False
USE_TZ = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).with_name("templates")],
        "OPTIONS": {"context_processors": ["benchmarks.serving.apps.django.views.of_every_page"]},
    }
]
# As for the others, a connection is kept open.
DATABASES = {
    "default": {"ENGINE": "django.db.backends.sqlite3", "NAME": content.DATABASE, "CONN_MAX_AGE": None}
}
