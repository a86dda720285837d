"""The default theme: every template in every sample state, on disk and rendered."""
