"""How fast a page reaches its visitors: this project beside what a team would pick instead.

The same list of films, from memory and from SQLite, made by small applications under apps/, each written as the
documentation of its framework has it, under the servers that its users run. `python -m benchmarks.serving` prints one
table and writes docs/benchmark-serving.md. It needs the extra "benchmark" and the program wrk; what is not installed
is left out with a message.
"""
