"""What the designer changed, as patches of the templates: found, decided, proven.

`merge` begins with `compare`, which has `changes` walk over both pages; `gaps` and `sheets` look at content and style
sheets, `decide` at the questions, `threeway` at what a developer changed meanwhile.
"""
