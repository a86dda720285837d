"""The table that is there."""

from django.db import models


class Film(models.Model):
    slug = models.SlugField(unique=True)
    title = models.TextField()
    director = models.TextField()
    year = models.IntegerField()
    new = models.BooleanField()
    rating = models.TextField()

    class Meta:
        app_label = "django"
        db_table = "film_list"
        managed = False
