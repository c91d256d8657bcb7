"""What the program is: its dialog brought to life, which tells, asks for a newer version and shows licences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, qVersion
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from desktop.front import bring_to_front
from models.errors import UserError
from models.version import program_version

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.about import AboutDialog, AboutFacts, LicencesDialog, LicenceText
    from desktop.control.downloading import Downloading
    from desktop.theme import Theme
    from models.paths import Paths
    from models.release import Release
    from models.texts import Phrasebook


class AboutController(QObject):
    """Opens the dialog. Nobody is asked for a newer version but when the user presses its button.

    Whatever the dialog needs is loaded when it is opened, for it seldom is.
    """

    def __init__(
        self, *, downloading: Downloading, paths: Paths, theme: Theme, say: Phrasebook, window: QWidget
    ) -> None:
        super().__init__(window)
        self._downloading = downloading
        self._paths = paths
        self._theme = theme
        self._say = say
        self._window = window
        self._dialog: AboutDialog | None = None
        self._licences: LicencesDialog | None = None

    def open(self) -> None:
        """Show the dialog."""
        from desktop.about import AboutDialog

        if self._dialog is not None:
            bring_to_front(self._dialog)
            return
        dialog = self._dialog = AboutDialog(self._facts(), say=self._say, parent=self._window)
        dialog.folder_requested.connect(self._on_folder_requested)
        dialog.licences_requested.connect(self._on_licences_requested)
        dialog.address_requested.connect(lambda address: QDesktopServices.openUrl(QUrl(address)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._on_finished)
        if dialog.updates is not None:
            dialog.updates.check_requested.connect(self._on_check_requested)
        dialog.open()

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        if self._licences is not None:
            self._licences.apply_theme(theme)

    def _facts(self) -> AboutFacts:
        import platform
        from importlib.metadata import version

        from desktop.about import AboutFacts
        from models.doctor import package_line
        from models.release import release_source, this_package
        from models.runtime import find_builds, runtime_folders

        say, source = self._say, release_source()
        builds = (build.name for build in find_builds(runtime_folders(self._paths)) if build.problem is None)
        parts = (
            f"llama-cpp-python {version('llama-cpp-python')}",
            f"Qt {qVersion()}",
            f"Python {platform.python_version()}",
        )
        return AboutFacts(
            version=program_version(),
            lines=(
                (say("package.label"), package_line(this_package(), say)),
                (say("doctor.section.builds"), ", ".join(builds)),
                (say("about.made_of"), ", ".join(parts)),
                (say("doctor.system"), platform.platform()),
            ),
            folder=self._paths.home,
            qt=qVersion(),
            asked=source.host if source is not None else "",
        )

    def _on_check_requested(self) -> None:
        from models.release import release_source

        source = release_source()
        if source is None or self._dialog is None or self._dialog.updates is None:
            return
        self._dialog.updates.show_checking()
        self._downloading.ask_for_release(source, self._on_release, self._on_failed)

    def _on_release(self, release: Release) -> None:
        from models.release import found_update

        if self._dialog is not None and self._dialog.updates is not None:
            self._dialog.updates.show_update(found_update(release, program_version()))

    def _on_failed(self, error: UserError) -> None:
        if self._dialog is not None and self._dialog.updates is not None:
            self._dialog.updates.show_problem(self._say.phrase(error.text))

    def _on_folder_requested(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._paths.home)))

    def _on_licences_requested(self) -> None:
        from desktop.about import LicencesDialog

        if self._dialog is None:
            return
        dialog = self._licences = LicencesDialog(self._texts(), say=self._say, theme=self._theme, parent=self._dialog)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self._on_licences_finished)
        dialog.open()

    def _texts(self) -> tuple[LicenceText, ...]:
        from desktop.about import LicenceText
        from models.release import others_licences, own_licence

        say = self._say
        return (
            LicenceText("Tempera", _read(own_licence()) or say("about.licences.missing")),
            LicenceText(say("about.licences.others"), _read(others_licences()) or say("about.licences.source")),
        )

    def _on_finished(self) -> None:
        self._dialog = self._licences = None

    def _on_licences_finished(self) -> None:
        self._licences = None


def _read(path: Path | None) -> str:
    """Return a text, "" where there is none that can be read."""
    if path is None:
        return ""
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""
