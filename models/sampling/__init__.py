"""How tokens are chosen, and what a mode sets on a model.

`SamplingSettings` are the settings of one answer (`ANY_JSON` and `Overflow` among their values), `SAMPLER_ORDER` the
order of the chain. `preset` gives a mode's
`Preset` on a family (`file_sampling` reads what a model file advises itself); `changed` and `changed_fields` compare
settings with it, `authors_settings` puts the authors' advice in place. `judge` and `hint` say where a temperature lies.
"""

from models.sampling.metadata import FileSampling, file_sampling
from models.sampling.modes import Preset, authors_settings, changed, changed_fields, preset
from models.sampling.settings import ANY_JSON, SAMPLER_ORDER, Overflow, SamplingSettings
from models.sampling.verdict import Verdict, hint, judge

__all__ = [
    "ANY_JSON",
    "SAMPLER_ORDER",
    "FileSampling",
    "Overflow",
    "Preset",
    "SamplingSettings",
    "Verdict",
    "authors_settings",
    "changed",
    "changed_fields",
    "file_sampling",
    "hint",
    "judge",
    "preset",
]
