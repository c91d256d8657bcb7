"""How tokens are chosen, and what a mode sets on a model.

`SamplingSettings` are the settings of one answer (`ANY_JSON` and `Overflow` among their values), `SAMPLER_ORDER` the
order of the chain. `preset` gives a mode's `Preset` on a family (`file_sampling` reads what a model file advises
itself); `changed`, `changed_fields` and `overrides_between` compare settings with it, `authors_settings` puts the
authors' advice in place. `judge` and `hint` say where a temperature lies. `SamplingOverrides` are settings changed by
hand, each an `OverrideValue`; a mode of the user's own is an `OwnMode` on top of a built-in one. `MeasuredBands` keeps
what was measured on this machine, a `MeasuredBand` for each model and mode.

`TextSection` are the kinds of text inside one answer; `section_temperatures` gives the temperature of each,
`section_evidence` how well that is known; `with_sections` puts them where the engine finds them.

`cooler`, `warmer` and `calmer` change settings for one answer and say so in an `Adapted` with its reason `AdaptedFor`:
after an answer that failed its checks (`resumed`: where one that was begun so goes on), after an `adaptation` to
several that passed, while memory is nearly used up. `Adapting` says how far that may go.
"""

from models.sampling.adapting import Adaptation, Adapted, AdaptedFor, adaptation, calmer, cooler, resumed, warmer
from models.sampling.kinds import SectionTemperatures, TextSection
from models.sampling.measured import MeasuredBand, MeasuredBands
from models.sampling.metadata import FileSampling, file_sampling
from models.sampling.modes import OwnMode, Preset, authors_settings, changed, changed_fields, overrides_between, preset
from models.sampling.overrides import OverrideValue, SamplingOverrides
from models.sampling.sections import section_evidence, section_temperatures, with_sections
from models.sampling.settings import ANY_JSON, SAMPLER_ORDER, Adapting, Overflow, SamplingSettings
from models.sampling.verdict import Verdict, hint, judge

__all__ = [
    "ANY_JSON",
    "SAMPLER_ORDER",
    "Adaptation",
    "Adapted",
    "AdaptedFor",
    "Adapting",
    "FileSampling",
    "MeasuredBand",
    "MeasuredBands",
    "Overflow",
    "OverrideValue",
    "OwnMode",
    "Preset",
    "SamplingOverrides",
    "SamplingSettings",
    "SectionTemperatures",
    "TextSection",
    "Verdict",
    "adaptation",
    "authors_settings",
    "calmer",
    "changed",
    "changed_fields",
    "cooler",
    "file_sampling",
    "hint",
    "judge",
    "overrides_between",
    "preset",
    "resumed",
    "section_evidence",
    "section_temperatures",
    "warmer",
    "with_sections",
]
