"""Running generated code."""
