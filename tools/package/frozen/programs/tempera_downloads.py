"""The download process, as a program of a package."""

from runpy import run_module

run_module("models.downloads.worker", run_name="__main__")
