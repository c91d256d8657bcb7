"""Which field shows a setting: its kind decides."""

from desktop.settings.choice_field import ChoiceField
from desktop.settings.number_field import NumberField
from desktop.settings.pair_field import PairField
from desktop.settings.runtime_field import RuntimeField
from desktop.settings.schema_field import SchemaField
from desktop.settings.switch_field import SwitchField
from desktop.settings.texts_field import TextsField
from models.settings import Declaration, Kind
from models.texts import Phrasebook

Field = NumberField | ChoiceField | PairField | SwitchField | TextsField | SchemaField | RuntimeField
"""A widget with `current()`, `show_value()` and the signal `edited`."""

WIDE = (PairField, TextsField, SchemaField)
"""The fields that stand below their label, not beside it."""


_FEW = 2


def field_for(declaration: Declaration, *, say: Phrasebook, automatic: str) -> Field:
    """Return a new field for a setting; `automatic` is what it shows for None. Raises TypeError where none fits."""
    if declaration.kind is Kind.CHOICE and declaration.choices is not None:
        few = len(declaration.choices) <= _FEW
        field = (PairField if few else ChoiceField)(declaration.name, declaration.choices, say=say)
        field.show_value(declaration.default)
        return field
    if declaration.kind is Kind.SWITCH:
        return SwitchField(on=declaration.default is True)
    if declaration.kind is Kind.TEXTS:
        return TextsField(say=say)
    if declaration.name == "schema":
        return SchemaField(say=say)
    if declaration.name == "runtime":
        return RuntimeField(automatic=automatic, names=_build_names)
    if declaration.kind is Kind.TEXT:
        message = f"there is no field for the text {declaration.name}"
        raise TypeError(message)
    return NumberField(declaration, automatic=automatic)


def _build_names() -> tuple[str, ...]:
    """Return the names of the native builds that are here."""
    from models.paths import user_paths
    from models.runtime import find_builds, runtime_folders  # reads the folders when somebody asks

    return tuple(build.name for build in find_builds(runtime_folders(user_paths())))
