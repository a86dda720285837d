"""Flask with its Jinja2 templates, and SQLAlchemy's Core."""

from __future__ import annotations

from flask import Flask, render_template

from benchmarks.serving import content

application = Flask(__name__)
engine = content.engine()
FILMS = content.films()


@application.context_processor
def of_every_page():
    return {"menu": content.MENU, "current": content.CURRENT, "footer": content.FOOTER}


@application.get("/memory")
def memory():
    return render_template("films.html", title=content.TITLE, films=FILMS)


@application.get("/sqlite")
def sqlite():
    with engine.connect() as connection:
        films = connection.execute(content.FILMS).all()
    return render_template("films.html", title=content.TITLE, films=films)


@application.get("/films/<slug>")
def film(slug):
    return slug


for name, label in content.MENU:
    application.add_url_rule(f"/{name}", name, lambda label=label: label)
