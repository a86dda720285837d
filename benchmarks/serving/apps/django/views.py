"""The views."""

from django.http import HttpResponse
from django.shortcuts import render

from benchmarks.serving import content
from benchmarks.serving.apps.django.models import Film

FILMS = content.films()


def of_every_page(request):
    return {"menu": content.MENU, "current": content.CURRENT, "footer": content.FOOTER}


def memory(request):
    return render(request, "films.html", {"title": content.TITLE, "films": FILMS})


def sqlite(request):
    # Dictionaries, which take Django less time than objects.
    films = Film.objects.order_by("id").values("slug", "title", "director", "year", "new", "rating")
    return render(request, "films.html", {"title": content.TITLE, "films": films[: content.ROWS]})


def text(request, slug=""):
    return HttpResponse(slug)
