"""Conversations leaving and coming in: `ExchangeController` asks, writes and takes in.

Behind it, `ExportController` and `ImportController` are loaded when they are first needed.
"""

from typing import TYPE_CHECKING

from desktop.doors import door

if TYPE_CHECKING:
    from desktop.control.exchange.controller import ExchangeController
    from desktop.control.exchange.exporting import ExportController
    from desktop.control.exchange.importing import ImportController

__all__ = ["ExchangeController", "ExportController", "ImportController"]

__getattr__ = door(
    __name__,
    {
        "ExchangeController": "controller",
        "ExportController": "exporting",
        "ImportController": "importing",
    },
)
