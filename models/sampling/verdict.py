"""Judging a temperature against a mode: the calm hint beside the slider."""

from enum import StrEnum

from models.catalog import Band
from models.errors import Text
from models.sampling.modes import Preset


class Verdict(StrEnum):
    """Where a temperature lies. CAUTION and GREEDY_LOOPS are shown in amber, BREAKS_DOWN in red."""

    IN_BAND = "in_band"
    BELOW = "below"
    ABOVE = "above"
    CAUTION = "caution"
    BREAKS_DOWN = "breaks_down"
    GREEDY_LOOPS = "greedy_loops"

    @property
    def text_id(self) -> str:
        """The id of the hint; its fields are `low`, `high`, `caution` and `limit`, all temperatures."""
        return f"hint.{self.value}"


def judge(temperature: float, preset: Preset) -> Verdict:
    """Say where `temperature` lies for a mode on a model.

    The mode's band goes before the caution mark: a creative task may be recommended temperatures at which other
    tasks already suffer.
    """
    if temperature <= 0 and preset.reasoning:
        return Verdict.GREEDY_LOOPS
    if temperature in preset.band:
        return Verdict.IN_BAND
    if temperature < preset.band.low:
        return Verdict.BELOW
    if temperature >= preset.breaks_down_from:
        return Verdict.BREAKS_DOWN
    return Verdict.CAUTION if temperature >= preset.caution_from else Verdict.ABOVE


def hint(temperature: float, preset: Preset) -> Text:
    """Return the sentence for where `temperature` lies; above the band, a mode's own condition where it has one."""
    verdict = judge(temperature, preset)
    wider = preset.wider
    if wider is not None and verdict in {Verdict.ABOVE, Verdict.CAUTION} and temperature in Band(0.0, wider.limit):
        return Text(wider.text, {"limit": wider.limit})
    return Text(
        verdict.text_id,
        {
            "low": preset.band.low,
            "high": preset.band.high,
            "caution": preset.caution_from,
            "limit": preset.breaks_down_from,
        },
    )
