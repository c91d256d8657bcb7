"""The record of an answer: everything is shown, as it is, and can be copied."""

from itertools import pairwise

import msgspec
import pytest
from PySide6.QtWidgets import QApplication, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.conversation import RecordDialog
from models.record import (
    AnswerRecord,
    Batch,
    EngineIdentity,
    Evaluation,
    ModelIdentity,
    ModeSource,
    SectionSpan,
    Statistics,
    StopReason,
    UsedSettings,
)
from models.sampling import SectionTemperatures, TextSection
from models.texts import Phrasebook

SECTIONS = SectionTemperatures(thinking=0.6, prose=0.6, code=0.5, json=0.4, math=0.55)
USED = UsedSettings(0.6, 0.95, 50, 0.0, 1.0, 64, 0.0, 0.0, 2048, None, 7, stop=("a", "b"), sections=SECTIONS)
RECORD = AnswerRecord(
    "math",
    ModeSource.USER,
    ModelIdentity("id", "<b>Ein</b> Modell 模型", "r1", "/models/x.gguf", "ab" * 40, None, "Q4_K_M"),
    USED,
    EngineIdentity("0.3.36", "cpu", "CPU", 0, 8192, 2, features="CPU : AVX2 = 1"),
    Statistics(1, 2, 3, 4, 5.0, 6.25, StopReason.END),
    Evaluation("cd" * 32, (Batch(512, 512, 3), Batch(37, 24, 1), Batch(9, 9, 1)), together=(USED, USED), place=1),
    instructions="Be kind.\nBe brief.",
    sections=(SectionSpan(0, TextSection.PROSE, 0.6, 7, 0), SectionSpan(12, TextSection.CODE, 0.5, 99, 40)),
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def dialog(window: QWidget) -> RecordDialog:
    return RecordDialog(RECORD, say=Phrasebook("en"), parent=window)


def test_everything_is_shown_as_it_is(dialog: RecordDialog) -> None:
    (table,) = dialog.findChildren(QTextEdit)
    lines = table.toPlainText().splitlines()
    rows = dict(pairwise(lines))
    assert rows["model.name"] == "<b>Ein</b> Modell 模型"
    assert rows["model.fingerprint"] == "ab" * 40
    assert rows["model.sha256"] == "–"
    assert rows["settings.stop"] == "a → b"
    assert rows["stats.tokens_per_second"] == "6.25"
    assert rows["evaluation.batches"] == "512 × 3, 37 (24), 9"
    assert rows["evaluation.together"] == "2"
    assert rows["sections"] == "0: prose 0.6, 12: code 0.5"
    assert rows["settings.sections.code"] == "0.5"
    assert rows["instructions"] == "Be kind."
    assert table.isReadOnly()


def test_the_copy_is_the_whole_record(dialog: RecordDialog) -> None:
    (copy,) = (button for button in dialog.findChildren(QPushButton) if button.text() == "Copy as JSON")
    copy.click()
    assert msgspec.json.decode(QApplication.clipboard().text(), type=AnswerRecord) == RECORD
