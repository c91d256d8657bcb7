"""A card of the catalogue: its files, how they fit, getting, using."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QProgressBar, QPushButton
from pytestqt.qtbot import QtBot

from desktop.library import FileOffer, Fit, ModelOffer
from desktop.library.getting.model_card import ModelCard
from desktop.theme import DARK, LIGHT
from models.catalog import Hub
from models.downloads import DownloadRequest, DownloadState, DownloadStatus, WantedFile
from models.runtime import Grade
from models.texts import LANGUAGES, Phrasebook
from tests.settings_panel.told import Told

SMALL, LARGE = "r1:Q4_K_M", "r1:Q8_0"
OFFER = ModelOffer(
    id="r1",
    name="R1",
    good_at="Mathematics",
    licence="MIT",
    parameters=1_777_088_000,
    context=131_072,
    files=(FileOffer(SMALL, "Q4_K_M", 1_117_320_800), FileOffer(LARGE, "Q8_0", 1_894_000_000, about=True)),
    default=SMALL,
)


def status(state: DownloadState, file: str = SMALL, done: int = 0) -> DownloadStatus:
    wanted = WantedFile(Hub.HUGGINGFACE, "somebody/R1-GGUF", "r1.gguf", "r1.gguf")
    return DownloadStatus(DownloadRequest(file, "R1", (wanted,)), state, done, 1_117_320_800)


@pytest.fixture
def card(qtbot: QtBot, say: Phrasebook) -> ModelCard:
    made = ModelCard(OFFER, say=say, theme=LIGHT)
    qtbot.addWidget(made)
    return made


def texts(card: ModelCard) -> set[str]:
    return {label.text() for label in card.findChildren(QLabel) if label.isVisibleTo(card)}


def button(card: ModelCard, text: str) -> QPushButton:
    return next(one for one in card.findChildren(QPushButton) if one.text() == text and one.isVisibleTo(card))


def choose(card: ModelCard, file: str) -> None:
    field = card.findChild(QComboBox)
    assert isinstance(field, QComboBox)
    field.setCurrentIndex(field.findData(file))
    field.activated.emit(field.currentIndex())


def test_it_says_what_the_model_is(card: ModelCard) -> None:
    assert {"R1", "Mathematics", "1.8 billion parameters · context 131,072 · MIT licence"} <= texts(card)
    field = card.findChild(QComboBox)
    assert isinstance(field, QComboBox)
    assert [field.itemText(row) for row in range(2)] == ["Q4_K_M · 1.1 GB · recommended", "Q8_0 · about 1.9 GB"]


def test_the_chosen_file_is_got_and_planned(card: ModelCard) -> None:
    got, planned = Told(card.get_requested), Told(card.plan_requested)
    button(card, "Get").click()
    choose(card, LARGE)
    button(card, "Get").click()
    button(card, "Will it fit?").click()
    assert got.all == [SMALL, LARGE]
    assert planned.all == [LARGE]


def test_the_grade_is_that_of_the_chosen_file(card: ModelCard) -> None:
    card.show_fit(SMALL, Fit(Grade.FITS))
    card.show_fit(LARGE, Fit(Grade.PARTLY, 2.34))
    assert "Fits the GPU" in texts(card)
    choose(card, LARGE)
    assert "Partly on the GPU, about 2.3× slower" in texts(card)
    card.show_fit(LARGE, None)
    assert not any("GPU" in text for text in texts(card))


def test_a_download_takes_the_place_of_the_button(card: ModelCard) -> None:
    paused = Told(card.pause_requested)
    card.show_transfer(status(DownloadState.RUNNING, done=500_000_000))
    with pytest.raises(StopIteration):
        button(card, "Get")
    bar = card.findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert 0.44 < bar.value() / bar.maximum() < 0.46
    button(card, "Pause").click()
    assert paused.all == [SMALL]
    card.show_transfer(status(DownloadState.PAUSED, done=500_000_000))
    assert "Paused at 500 MB of 1.1 GB. It goes on from there." in texts(card)
    resumed, cancelled = Told(card.resume_requested), Told(card.cancel_requested)
    button(card, "Resume").click()
    button(card, "Cancel").click()
    assert resumed.all == [SMALL]
    assert cancelled.all == [SMALL]
    card.forget_transfer(SMALL)
    assert button(card, "Get").isEnabled()


def test_a_download_brings_its_own_file_to_the_front(card: ModelCard) -> None:
    card.show_transfer(status(DownloadState.RUNNING, LARGE))
    assert card.file.id == LARGE


def test_what_is_here_is_used_and_what_is_loaded_is_marked(card: ModelCard) -> None:
    path = Path("/models/r1.gguf")
    used = Told(card.use_requested)
    card.show_here(SMALL, path)
    assert "On this computer" in texts(card)
    button(card, "Use").click()
    assert used.all == [path]
    card.show_loaded(path)
    assert "In use" in texts(card)
    with pytest.raises(StopIteration):
        button(card, "Use")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_can_be_drawn_narrow_in_both_languages(language: str, qtbot: QtBot) -> None:
    made = ModelCard(OFFER, say=Phrasebook(language), theme=DARK)
    qtbot.addWidget(made)
    made.show_fit(SMALL, Fit(Grade.PARTLY, 3.4))
    made.apply_theme(LIGHT)
    made.resize(500, made.heightForWidth(500))
    assert made.minimumSizeHint().width() <= 500
    assert not made.grab().isNull()
