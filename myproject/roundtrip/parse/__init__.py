"""Templates as the renderer reads them: elements, expressions and bindings, each with its place in the source."""
