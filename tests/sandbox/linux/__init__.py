"""Escapes tried on Linux, as this user and as nobody."""
