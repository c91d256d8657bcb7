"""The window, and the commands, as a program of a package."""

from runpy import run_module

run_module("desktop", run_name="__main__")
