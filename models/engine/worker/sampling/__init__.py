"""Choosing the next token. `SamplerChain` does it, from the `Logits` of a context.

`Penalties` are shared by chains that take turns. A `Grammar` is what the answer has to obey: a JSON schema, or any
JSON.
"""

from models.engine.worker.sampling.chain import SamplerChain, chain_names, penalizes
from models.engine.worker.sampling.grammar import Grammar
from models.engine.worker.sampling.logits import Logits
from models.engine.worker.sampling.penalties import Penalties

__all__ = ["Grammar", "Logits", "Penalties", "SamplerChain", "chain_names", "penalizes"]
