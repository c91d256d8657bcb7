"""Giving llama.cpp the settings of the positions (RoPE)."""

from typing import Any, Final

from models.engine.rope import YARN_FACTOR, rope_values
from models.engine.settings import EngineSettings, RopeScaling

_TYPES: Final = {RopeScaling.NONE: 0, RopeScaling.LINEAR: 1, RopeScaling.YARN: 2}  # llama_rope_scaling_type
_PARAMETERS: Final = {
    "rope_freq_base": "rope_freq_base",
    "yarn_orig_context": "yarn_orig_ctx",
    "yarn_ext_factor": "yarn_ext_factor",
    "yarn_attn_factor": "yarn_attn_factor",
    "yarn_beta_fast": "yarn_beta_fast",
    "yarn_beta_slow": "yarn_beta_slow",
}


def set_rope(parameters: Any, settings: EngineSettings, trained: int) -> None:
    """Set the fields of `llama_context_params`; what stays as it was is as the model's file says."""
    if settings.rope_scaling is RopeScaling.MODEL:
        return
    if settings.rope_scaling is RopeScaling.YARN_4:
        parameters.rope_scaling_type = _TYPES[RopeScaling.YARN]
        parameters.rope_freq_scale = 1 / YARN_FACTOR
        parameters.yarn_orig_ctx = trained
        return
    parameters.rope_scaling_type = _TYPES[settings.rope_scaling]
    for name, value in rope_values(settings).items():
        if name == "rope_factor":
            parameters.rope_freq_scale = 1 / value
        else:
            setattr(parameters, _PARAMETERS[name], value)
