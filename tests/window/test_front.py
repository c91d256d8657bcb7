"""A window that is asked for again comes to the front, wherever it was put meanwhile."""

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QDialog

from desktop.about import AboutDialog
from desktop.lab import LabDialog
from desktop.library import ModelsDialog
from tests.settings_panel.finding import child
from tests.window.conftest import Running


@pytest.mark.parametrize("kind", [LabDialog, ModelsDialog, AboutDialog])
def test_a_dialog_comes_back_when_it_is_asked_for_again(start: Callable[..., Running], kind: type[QDialog]) -> None:
    running = start()
    window = running.window
    asked = {
        LabDialog: window.lab_requested,
        ModelsDialog: window.models_requested,
        AboutDialog: window.about_requested,
    }
    asked[kind].emit()
    dialog = child(window, kind)
    dialog.showMinimized()
    running.wait(dialog.isMinimized)
    asked[kind].emit()
    assert child(window, kind) is dialog
    assert not dialog.isMinimized()
    running.wait(dialog.isActiveWindow)
