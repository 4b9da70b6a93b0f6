"""Training of the model that names kinds of record: imaginary papers are written, and a model is fitted."""
