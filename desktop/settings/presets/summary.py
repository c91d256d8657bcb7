"""What a mode of the user's own sets, in a few words."""

from models.sampling import ANY_JSON, OverrideValue, SamplingOverrides
from models.texts import Phrasebook, figure


def summary(overrides: SamplingOverrides, *, say: Phrasebook) -> str:
    """Return the settings that differ from the built-in mode's, with their values."""
    if not overrides.values:
        return say("preset.values.none")
    return " · ".join(
        say("preset.value", setting=say(f"setting.{name}.label"), value=_value(name, value, say))
        for name, value in overrides.values
    )


def _value(name: str, value: OverrideValue, say: Phrasebook) -> str:
    text_id = {
        ("schema", None): "panel.form.free",
        ("schema", ANY_JSON): "panel.form.json",
        ("seed", None): "panel.seed.random",
        ("overflow", value): f"choice.overflow.{value}",
    }.get((name, value))
    if text_id is not None:
        return say(text_id)
    if value is None:
        return say("panel.automatic")
    if isinstance(value, bool):
        return say("preset.value.on" if value else "preset.value.off")
    if name == "temperature" and isinstance(value, int | float):
        return figure(value)
    return say("preset.value.schema") if name == "schema" else _written(value)


def _written(value: float | str | tuple[str, ...]) -> str:
    if isinstance(value, tuple):
        return str(len(value))
    return f"{value:g}" if isinstance(value, float) else str(value)
