"""The engine: bytes on the pipe, templates, prompts, decoding, the process and its faults."""
