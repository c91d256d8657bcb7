"""Choosing the next token. `SamplerChain` does it for one answer, from the `Logits` of a context.

A `Grammar` is what the answer has to obey: a JSON schema, or any JSON.
"""

from models.engine.worker.sampling.chain import SamplerChain, chain_names, penalizes
from models.engine.worker.sampling.grammar import Grammar
from models.engine.worker.sampling.logits import Logits

__all__ = ["Grammar", "Logits", "SamplerChain", "chain_names", "penalizes"]
