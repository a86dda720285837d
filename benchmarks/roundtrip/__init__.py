"""How well edited pages come back into their templates, measured: `python -m benchmarks.roundtrip`.

cases      what tools saved: the recordings of the tests, and a folder of saves of raw templates (--lab)
methods    the merge, and what a team would use today: copy the file over, git merge-file, xmldiff
score      bindings, silent losses, needless bytes, edits that arrived
cost       time by size of the page, beside one parse
corpus     templates of other people: an unedited round trip, and fuzzed edits
report     the tables, for the terminal and docs/benchmark-roundtrip.md
"""
