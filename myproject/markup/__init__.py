"""How the text of a template is read: as HTML, with exact places, and with the directives told from what HTML owns.

The renderer compiles what is read here, and the round trip proves what it executes on the same reading. Knows
Chameleon's tokens and nothing else of the project.
"""
