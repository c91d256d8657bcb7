"""Choosing the next token. `SamplerChain` does it for one answer, from the `Logits` of a context."""

from models.engine.worker.sampling.chain import SamplerChain, chain_names, penalizes
from models.engine.worker.sampling.logits import Logits

__all__ = ["Logits", "SamplerChain", "chain_names", "penalizes"]
