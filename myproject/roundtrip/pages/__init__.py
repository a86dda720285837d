"""Pages as browsers and tools have them: their tree, and what tools change in them without being asked."""
