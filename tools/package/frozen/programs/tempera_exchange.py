"""The process that reads and writes files of conversations, as a program of a package."""

from runpy import run_module

run_module("models.exchange.worker", run_name="__main__")
