"""The four parts of the proof that an edited template does nothing new; `prove.verify` puts them together."""
