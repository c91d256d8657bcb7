"""The rules that the whole repository keeps, as tests: each says what it found and where."""
