"""Templates as static pages: layout and sample data in place, a stamp on each element, no code."""
