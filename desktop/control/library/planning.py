"""The page that says whether a model fits: a plan for each wish, and loading by it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.control.library.fits import planned, wish_of
from desktop.control.library.offers import file_id
from models.catalog import known_model, known_models
from models.engine import FlashAttention, settled_shape
from models.files import read_header
from models.runtime import (
    ComputeBuffers,
    Measurement,
    Measurements,
    ModelShape,
    PlanWish,
    shape_of_file,
    shape_of_known,
)

if TYPE_CHECKING:
    from desktop.control.background import Background
    from desktop.control.device_turns import DeviceTurns
    from desktop.control.library.shelf import Shelf
    from desktop.control.loading import ModelLoading
    from desktop.control.machine import Machine
    from desktop.library import ModelsDialog
    from models.engine import EngineSettings
    from models.errors import UserError
    from models.paths import Paths
    from models.texts import Phrasebook

_PROCESSOR = ""
_LARGEST_UNKNOWN = 32_768
_FLASH = {FlashAttention.AUTO: None, FlashAttention.ON: True, FlashAttention.OFF: False}


class PlanController(QObject):
    """Makes plans for the page. A model is a file on this machine, by its path, or one of the catalogue, by its id."""

    load_requested = Signal(Path, PlanWish)

    def __init__(
        self,
        *,
        dialog: ModelsDialog,
        shelf: Shelf,
        machine: Machine,
        background: Background,
        turns: DeviceTurns,
        loading: ModelLoading,
        paths: Paths,
        say: Phrasebook,
    ) -> None:
        super().__init__(dialog)
        self._page = dialog.plan
        self._shelf = shelf
        self._machine = machine
        self._background = background
        self._turns = turns
        self._loading = loading
        self._say = say
        self._shapes: dict[str, ModelShape] = {}
        self._computed: dict[tuple[str, Measurement], ComputeBuffers | None] = {}
        self._file = paths.measurements
        self._model = ""
        self._device: str | None = None  # None: the best there is
        self._wish = PlanWish()
        self._begun: EngineSettings | None = None
        page = self._page
        page.model_chosen.connect(self.show_model)
        page.device_chosen.connect(self._on_device)
        page.wish_changed.connect(self._on_wish)
        page.load_requested.connect(self._on_load)
        machine.found.connect(self._on_found)
        shelf.listed.connect(self._on_listed)
        self._on_found()

    def open(self, model: str = "") -> None:
        """Begin with what the settings are now, for a model; or go on with what was shown, the loaded one, or any."""
        settings = self._loading.engine_settings
        if model or settings != self._begun:
            self._begun, self._wish = settings, replace(wish_of(settings), layers=settings.gpu_layers)
        self.show_model(self._here(model) or self._model or self._any())

    def show_model(self, model: str) -> None:
        """Plan for a model by its key."""
        self._model = model
        self._show_models()
        known = known_model(model) if model and not Path(model).is_absolute() else None
        if known is not None:
            shape = shape_of_known(known, model.partition(":")[2])
            if shape is not None:
                self._shapes[model] = shape
        if not model or model in self._shapes:
            self._show()
            return
        self._page.show_sentence(self._say("pages.plan.reading"))
        self._background.run(
            lambda: shape_of_file(read_header(Path(model))),
            lambda shape: self._on_shape(model, shape),
            lambda error: self._on_unreadable(model, error),
            name="header",
        )

    def _here(self, model: str) -> str:
        """Return the key of a model as it is now: of one that was got meanwhile, its path."""
        return next((str(one.path) for one in self._shelf.models if one.id.lower() == model.lower()), model)

    def _any(self) -> str:
        """Return the key of the loaded model, else of the first; "" where there is none."""
        names, current = self._names(), self._loading.current
        loaded = current.model.path if current is not None else ""
        return loaded if loaded in names else next(iter(names), "")

    def _on_listed(self) -> None:
        """Go on with the same model where it was got meanwhile, with another one where it was removed."""
        if self._model and self._model not in self._names():
            here = self._here(self._model)
            self.show_model(here if here != self._model else self._any())
        else:
            self._show_models()

    def _names(self) -> dict[str, str]:
        """Return the models by their keys: those on this machine, then what the catalogue recommends beside them."""
        here = {
            str(model.path): f"{model.name}, {model.quantization}" if model.quantization else model.name
            for model in self._shelf.models
            if model.problem is None
        }
        have = {model.id.lower() for model in self._shelf.models}
        others = {
            file_id(model, quantization): self._say("pages.plan.to_get", name=model.name, quantization=quantization)
            for model in known_models()
            for quantization in model.quantizations
            if file_id(model, quantization).lower() not in have
        }
        return here | others

    def _show_models(self) -> None:
        names = self._names()
        self._page.show_models(list(names.items()), current=self._model)

    def _on_found(self) -> None:
        facts = self._machine.facts
        if facts is not None:
            devices = [(one.memory.name, one.label) for one in facts.devices]
            self._page.show_devices([*devices, (_PROCESSOR, self._say("pages.device.cpu"))], current=self._chosen())
            self._show()

    def _chosen(self) -> str:
        facts = self._machine.facts
        best = facts.devices[0].memory.name if facts is not None and facts.devices else _PROCESSOR
        return best if self._device is None else self._device

    def _show(self) -> None:
        facts, shape = self._machine.facts, self._shapes.get(self._model)
        if shape is not None:
            shape = settled_shape(shape, self._loading.engine_settings)
        if facts is None:
            self._page.show_sentence(self._say("pages.machine.asking"))
        elif shape is None:
            self._page.show_sentence(self._say("pages.plan.none"))
        else:
            found = planned(shape, facts, self._wish, device=self._chosen(), compute=self._computing())
            device = facts.device(self._chosen())
            self._page.show_plan(
                found,
                self._wish,
                largest=shape.trained_context or _LARGEST_UNKNOWN,
                device=device.label if device is not None else "",
                loadable=Path(self._model).is_absolute(),
            )

    def _computing(self) -> ComputeBuffers | None:
        """Return what llama.cpp says that computing takes; where it was not asked yet, ask it and show that then."""
        facts, shape, device = self._machine.facts, self._shapes.get(self._model), self._chosen()
        path, file = Path(self._model), self._file
        if facts is None or facts.build is None or shape is None or not device or not path.is_absolute():
            return None
        build, flash = facts.build, _FLASH[self._loading.engine_settings.flash_attention]
        wanted = Measurement(device, shape.all_layers, self._wish.cache_type, self._wish.batch, flash)
        key = (self._model, wanted)
        if key not in self._computed:
            self._computed[key] = None

            def done(buffers: ComputeBuffers | None) -> None:
                self._computed[key] = buffers
                self._show()

            # The file is read anew: the engine may have measured the same meanwhile.
            self._turns.run(lambda: Measurements(file).measure(path, build, wanted), done, _not_measured)
        return self._computed[key]

    def _on_shape(self, model: str, shape: ModelShape) -> None:
        self._shapes[model] = shape
        if model == self._model:
            self._show()

    def _on_unreadable(self, model: str, error: UserError) -> None:
        if model == self._model:
            self._page.show_sentence(self._say.phrase(error.text))

    def _on_device(self, device: str) -> None:
        self._device = device
        self._wish = replace(self._wish, layers=None)
        self._show()

    def _on_wish(self, wish: PlanWish) -> None:
        self._wish = wish
        self._show()

    def _on_load(self, wish: PlanWish) -> None:
        on_processor = self._chosen() == _PROCESSOR and self._device is not None
        self.load_requested.emit(Path(self._model), replace(wish, layers=0) if on_processor else wish)


def _not_measured(error: UserError) -> None:
    """Plan with the usual figures; loading says what is wrong with the file."""
    del error
