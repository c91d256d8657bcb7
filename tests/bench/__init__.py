"""The benchmark, with real engines and small models; no test asserts a time."""
