"""What opens in a window of its own: the lab, measuring the speed, and what the program is."""

from PySide6.QtCore import QObject

from desktop.control import AboutController, LabBehind, LabController, MeasuringController
from desktop.controllers.group import Backstage, Group, Stage
from desktop.theme import Theme


class Dialogs(Group):
    """Opens each when it is asked for."""

    def __init__(self, stage: Stage, behind: Backstage, *, parent: QObject) -> None:
        super().__init__(parent)
        window = stage.window
        self.measuring = MeasuringController(
            answering=behind.answering, loading=behind.loading, say=stage.say, window=window
        )
        self._about = AboutController(
            downloading=behind.downloading, paths=behind.paths, theme=stage.theme, say=stage.say, window=window
        )
        self._lab = LabController(
            behind=LabBehind(
                running=behind.lab,
                loading=behind.loading,
                choice=behind.choice,
                settings=stage.store,
                paths=behind.paths,
            ),
            button=window.lab_button,
            theme=stage.theme,
            say=stage.say,
            window=window,
        )
        self._lab.failed.connect(self.failed)
        window.lab_requested.connect(self._lab.open)
        window.about_requested.connect(self._about.open)

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        for part in (self.measuring, self._lab, self._about):
            part.apply_theme(theme)

    def close(self) -> None:
        """End what runs for them."""
        self.measuring.close()
        self._lab.close()

    def close_down(self) -> None:
        """End what runs for them, and wait for that."""
        self._lab.close_down()
