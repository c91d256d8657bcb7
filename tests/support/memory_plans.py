"""Memory plans of a model on a graphics card, of which tests change what they are about."""

from dataclasses import replace

from models.runtime import CacheType, MemoryPlan

PLAN = MemoryPlan(
    device="CUDA0",
    layers=29,
    all_layers=29,
    context=8192,
    cache_type=CacheType.F16,
    batch=512,
    weights=1 << 30,
    kv=1 << 28,
    compute=1 << 28,
    overhead=0,
    margin=1 << 28,
    host=1 << 28,
    slower=1.0,
    available=1 << 31,
    host_available=1 << 33,
)
"""All layers on the graphics card."""

LIGHTER_PLAN = replace(PLAN, layers=12, batch=128, weights=1 << 29, compute=1 << 26, host=1 << 29, slower=3.0)
"""Some of them, and a smaller batch: what is offered where memory ran out."""
