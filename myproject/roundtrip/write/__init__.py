"""Changes of a source: patches of its spans, and new markup made safe."""
