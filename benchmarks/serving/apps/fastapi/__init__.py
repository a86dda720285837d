"""FastAPI with Jinja2 templates; SQLAlchemy's Core in a plain function, which FastAPI runs on a thread."""

from __future__ import annotations

from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse
from fastapi.templating import Jinja2Templates

from benchmarks.serving import content

application = FastAPI()
templates = Jinja2Templates(Path(__file__).with_name("templates"))
# url_for of Starlette gives whole URLs; the paths that the others show take less time.
templates.env.globals["path_for"] = application.url_path_for
engine = content.engine()
FILMS = content.films()
EVERY_PAGE = {
    "menu": content.MENU,
    "current": content.CURRENT,
    "footer": content.FOOTER,
    "title": content.TITLE,
}


@application.get("/memory", response_class=HTMLResponse)
async def memory(request: Request):
    return templates.TemplateResponse(request, "films.html", {"films": FILMS, **EVERY_PAGE})


@application.get("/sqlite", response_class=HTMLResponse)
def sqlite(request: Request):
    with engine.connect() as connection:
        films = connection.execute(content.FILMS).all()
    return templates.TemplateResponse(request, "films.html", {"films": films, **EVERY_PAGE})


@application.get("/films/{slug}", response_class=PlainTextResponse)
async def film(slug: str):
    return slug


for name, label in content.MENU:
    application.add_api_route(f"/{name}", lambda label=label: label, name=name)
