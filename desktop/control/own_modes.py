"""The user's own modes as the window knows them."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from models.presets import UserPreset, base_of, is_own


class OwnModes(QObject):
    """Knows which of them there are, and what stands in for those that are not."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._presets: dict[str, UserPreset] = {}

    def use(self, presets: Iterable[UserPreset]) -> None:
        """Know these from now on, and no others."""
        self._presets = {one.id: one for one in presets}
        self.changed.emit()

    def get(self, mode_id: str) -> UserPreset | None:
        """Return one by its id, None where there is none."""
        return self._presets.get(mode_id)

    def fitting(self, family_id: str) -> tuple[UserPreset, ...]:
        """Return those for a family of models."""
        return tuple(one for one in self._presets.values() if one.fits(family_id))

    def standing(self, mode_id: str, family_id: str) -> str:
        """Return a mode itself, or the built-in one that stands in: for one that is gone or for other models."""
        own = self._presets.get(mode_id)
        if own is not None:
            return own.id if own.fits(family_id) else own.base
        return base_of(mode_id) if is_own(mode_id) else mode_id

    def is_gone(self, mode_id: str) -> bool:
        """Return whether a mode was the user's own and does not exist any more."""
        return is_own(mode_id) and mode_id not in self._presets
