"""What a site goes through: dripping clients, outages, restarts, a million requests. Each module is one misfortune.

`run` of a module meets it in a given size and returns a Report. The tests do so in a small size, and
`python -m tests.failure` in the size that the promises are about.
"""
