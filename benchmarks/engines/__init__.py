"""How fast this project renders templates, beside other engines and beside Python written by hand.

`python -m benchmarks.engines` prints a table and writes docs/benchmark-engines.md. It needs the extra "benchmark".
"""
