"""Text that goes in circles: how the loop guard sees it.

`Loop` is what is found. `ExactCycles` finds rounds that are the same token by token, `DriftingCycles` those that differ
a little; `SymbolReader` reads the text for it as words, numbers and signs, each a `Symbol`.
"""

from models.engine.worker.repetition.drifting import DriftingCycles
from models.engine.worker.repetition.exact import ExactCycles
from models.engine.worker.repetition.loop import Loop
from models.engine.worker.repetition.symbols import Symbol, SymbolReader

__all__ = ["DriftingCycles", "ExactCycles", "Loop", "Symbol", "SymbolReader"]
