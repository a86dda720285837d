"""Tornado with its own templates and server, and SQLAlchemy's Core."""

from __future__ import annotations

import asyncio
from pathlib import Path

import tornado.httpserver
import tornado.netutil
import tornado.process
import tornado.web

from benchmarks.serving import content

FILMS = content.films()


class Page(tornado.web.RequestHandler):
    def get_template_namespace(self):
        every_page = {"menu": content.MENU, "current": content.CURRENT, "footer": content.FOOTER}
        return super().get_template_namespace() | every_page


class Memory(Page):
    def get(self):
        self.render("films.html", title=content.TITLE, films=FILMS)


class SQLite(Page):
    def get(self):
        with self.settings["engine"].connect() as connection:
            films = connection.execute(content.FILMS).all()
        self.render("films.html", title=content.TITLE, films=films)


class Text(tornado.web.RequestHandler):
    def get(self, text=""):
        self.write(text)


def application() -> tornado.web.Application:
    return tornado.web.Application(
        [
            tornado.web.url("/memory", Memory),
            tornado.web.url("/sqlite", SQLite),
            tornado.web.url("/films/([^/]+)", Text, name="film"),
            *(tornado.web.url(f"/{name}", Text, name=name) for name, _ in content.MENU),
        ],
        template_path=str(Path(__file__).with_name("templates")),
        engine=content.engine(),
    )


def serve(port: int, processes: int) -> None:
    sockets = tornado.netutil.bind_sockets(port, "127.0.0.1")
    tornado.process.fork_processes(processes)

    async def run():
        tornado.httpserver.HTTPServer(application()).add_sockets(sockets)
        await asyncio.Event().wait()

    asyncio.run(run())
