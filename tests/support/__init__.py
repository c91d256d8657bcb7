"""What several rooms' tests need: small models built on the spot, and GGUF files written byte by byte."""
