"""Draws the ten hardest answers of the tests' corpus, in both themes and at two densities, for the documentation."""

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

    from desktop.conversation import Transcript
    from desktop.theme import Theme
    from tests.corpus import Answer

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "answers"
_WIDTH = 720
_LEAST = 240
_TALLEST = 1600  # more of an answer than that says nothing new
_PATIENCE_SECONDS = 60.0
_SETTLED_SECONDS = 0.5
_SCALES = (1, 2)


def main() -> int:
    """Draw all pictures, each density in a process of its own; return the exit status."""
    if "--here" in sys.argv:
        draw(int(os.environ["QT_SCALE_FACTOR"]))
        return 0
    for scale in _SCALES:
        surroundings = os.environ | {"QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
        command = (sys.executable, "-m", "tools.answer_pictures", "--here")
        if subprocess.run(command, cwd=ROOT, env=surroundings, check=False).returncode != 0:
            return 1
    return 0


def draw(scale: int) -> None:
    """Draw every hard answer at the density that Qt was started with. Raises TimeoutError or OSError."""
    from PySide6.QtGui import QImage

    from desktop.application import Application
    from desktop.theme import DARK, LIGHT, dress
    from tests.corpus import answers

    application = Application(["tempera"])
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, theme in (("light", LIGHT), ("dark", DARK)):
        dress(application, theme, font_scale=1.0)
        for answer in answers():
            if answer.is_hard:
                image = _picture(application, answer, theme).toImage()
                file = PICTURES / f"{answer.name}-{name}-{100 * scale}.png"
                if not image.convertToFormat(QImage.Format.Format_RGB888).save(str(file), quality=0):
                    raise OSError(f"{file} was not written")


def _picture(application: "QApplication", answer: "Answer", theme: "Theme") -> "QPixmap":
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractScrollArea

    from desktop.conversation import MessageView, Transcript
    from models.engine import Role
    from models.texts import Phrasebook

    is_chinese = any("\u4e00" <= character <= "\u9fff" for character in answer.text)
    transcript = Transcript(say=Phrasebook("zh_CN" if is_chinese else "en"), theme=theme)
    transcript.resize(_WIDTH, _LEAST)
    view = MessageView(
        1, Role.ASSISTANT, answer.text, thinking=answer.thinking, thinking_seconds=12.0 if answer.thinking else None
    )
    transcript.set_messages([view])
    transcript.show()
    _settle(application, transcript)
    surface = transcript.findChild(QAbstractScrollArea)
    if surface is None:
        raise LookupError("the transcript has no surface")
    surface.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    while (more := surface.verticalScrollBar().maximum()) > 0 and transcript.height() < _TALLEST:
        transcript.resize(_WIDTH, transcript.height() + more)
        _settle(application, transcript)
    surface.verticalScrollBar().setValue(0)
    _settle(application, transcript)
    picture = transcript.grab()
    transcript.close()
    transcript.deleteLater()
    return picture


def _settle(application: "QApplication", transcript: "Transcript") -> None:
    """Serve the window until it stays as it is: formulas and colours come later. Raises TimeoutError."""
    end = time.monotonic() + _PATIENCE_SECONDS
    shown, since = transcript.grab().toImage(), time.monotonic()
    while time.monotonic() - since < _SETTLED_SECONDS:
        if time.monotonic() > end:
            raise TimeoutError("the answer does not settle")
        application.processEvents()
        time.sleep(0.02)  # not by Qt's own waiting, which lets no other thread work
        now = transcript.grab().toImage()
        if now != shown:
            shown, since = now, time.monotonic()


if __name__ == "__main__":
    sys.exit(main())
