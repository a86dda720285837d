"""The addresses."""

from django.urls import path

from benchmarks.serving import content
from benchmarks.serving.apps.django import views

urlpatterns = [
    path("memory", views.memory),
    path("sqlite", views.sqlite),
    path("films/<slug:slug>", views.text, name="film"),
    *(path(name, views.text, name=name) for name, _ in content.MENU),
]
