"""The engine, as a program of a package."""

from runpy import run_module

run_module("models.engine", run_name="__main__")
