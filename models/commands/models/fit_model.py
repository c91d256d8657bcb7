"""`tempera models fit`: how a model would be loaded on a device, before it is downloaded or loaded."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.catalog import KnownModel, find_model, known_model
from models.commands.documents import write_json
from models.commands.table import aligned
from models.errors import UserError, user_error
from models.files import read_header
from models.library import find_installed
from models.paths import Paths
from models.runtime import (
    Backend,
    CacheType,
    ComputeBuffers,
    DeviceMemory,
    Grade,
    Measurement,
    Measurements,
    MemoryPlan,
    ModelShape,
    NativeBuild,
    PlanWish,
    choose_build,
    find_builds,
    largest_context,
    plan,
    probe_all,
    runtime_folders,
    shape_of_file,
    shape_of_known,
    usable_memory,
)
from models.system import machine_memory
from models.texts import Phrasebook, shown_size


@dataclass(frozen=True)
class Fit:
    """The document that `tempera models fit --json` prints. All figures in bytes but those of `MemoryPlan`.

    `exact` is false where sizes of the model were estimated; `largest_context` is the longest with these layers.
    """

    model: str
    device: str
    device_memory: int
    layers: int
    all_layers: int
    context: int
    largest_context: int
    cache_type: CacheType
    batch: int
    weights: int
    kv: int
    compute: int
    overhead: int
    margin: int
    host: int
    grade: Grade
    slower: float
    exact: bool


@dataclass(frozen=True)
class _Model:
    """The model to plan for. `file` is None where it is not on this machine."""

    shape: ModelShape
    file: Path | None


@dataclass(frozen=True)
class _Machine:
    """What to plan for. `build` is None for a made-up device, on which nothing can be measured."""

    device: DeviceMemory | None
    build: NativeBuild | None


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print the plan. Raises UserError where the model is not known or its file cannot be used."""
    del err  # nothing is said beside the plan
    model, machine = _model(options.model, paths), _machine(options, paths)
    device = machine.device
    wish = PlanWish(
        context=options.context, cache_type=CacheType(options.kv), batch=options.batch, layers=options.layers
    )
    room = usable_memory(machine_memory() if options.memory is None else options.memory)
    compute = _measured(model, machine, wish, paths)
    found = plan(model.shape, device, wish, room, compute=compute)
    if options.json:
        largest = largest_context(model.shape, device, wish, room, compute=compute)
        write_json(_document(options.model, found, device, largest, exact=model.shape.exact), out)
    else:
        out.writelines(line + "\n" for line in aligned(tuple(_rows(found, device, say)), right=(1,)))
        out.write(_grade(found, say) + "\n")
    return 0


def _model(wanted: str, paths: Paths) -> _Model:
    known = known_model(wanted)
    if known is None:
        file = find_installed(wanted, paths.models)
        return _Model(shape_of_file(read_header(file)), file)
    quantization = wanted.partition(":")[2].upper() or known.default
    try:
        file = find_model(f"{known.id}:{quantization}", paths.models)
        return _Model(shape_of_file(read_header(file)), file)
    except UserError:  # it is not here, or not in order: the catalogue says what a sound one is like
        return _Model(_known_shape(known, quantization), None)


def _known_shape(model: KnownModel, quantization: str) -> ModelShape:
    shape = shape_of_known(model, quantization) if model.files_of(quantization) else None
    if shape is None:
        known = ", ".join(name for name in model.quantizations if shape_of_known(model, name))
        raise user_error("error.model.no_quantization", name=model.name, quantization=quantization, known=known)
    return shape


def _machine(options: argparse.Namespace, paths: Paths) -> _Machine:
    """Return the device that the options describe, else what the engine would compute on here."""
    if options.device_memory is not None:
        size, backend = options.device_memory, Backend(options.device)
        return _Machine(DeviceMemory(backend.value, backend, size, size, draws_screen=options.screen), None)
    choice = choose_build(probe_all(find_builds(runtime_folders(paths))))
    device = DeviceMemory.of(choice.device, draws_screen=options.screen or None) if choice.device else None
    return _Machine(device, choice.report.build)


def _measured(model: _Model, machine: _Machine, wish: PlanWish, paths: Paths) -> ComputeBuffers | None:
    if model.file is None or machine.build is None:
        return None
    device = machine.device.name if machine.device else None
    wanted = Measurement(device, model.shape.all_layers, wish.cache_type, wish.batch)
    return Measurements(paths.measurements).measure(model.file, machine.build, wanted)


def _document(model: str, found: MemoryPlan, device: DeviceMemory | None, largest: int, *, exact: bool) -> Fit:
    return Fit(
        model=model,
        device=found.device,
        device_memory=device.free if device else 0,
        layers=found.layers,
        all_layers=found.all_layers,
        context=found.context,
        largest_context=largest,
        cache_type=found.cache_type,
        batch=found.batch,
        weights=found.weights,
        kv=found.kv,
        compute=found.compute,
        overhead=found.overhead,
        margin=found.margin,
        host=found.host,
        grade=found.grade,
        slower=round(found.slower, 2),
        exact=exact,
    )


def _rows(found: MemoryPlan, device: DeviceMemory | None, say: Phrasebook) -> Iterator[tuple[str, str]]:
    yield say("cli.fit.layers"), say("cli.fit.of", layers=found.layers, all=found.all_layers)
    yield say("cli.fit.context"), say("cli.fit.tokens", tokens=f"{found.context:,}")
    if found.layers:
        yield say("cli.fit.weights"), shown_size(found.weights)
        yield say("cli.fit.kv"), shown_size(found.kv)
        yield say("cli.fit.compute"), shown_size(found.compute)
        yield say("cli.fit.overhead"), shown_size(found.overhead)
        yield say("cli.fit.margin"), shown_size(found.margin)
    if device is not None:
        yield say("cli.fit.available"), shown_size(device.free)
    yield say("cli.fit.host"), shown_size(found.host)


def _grade(found: MemoryPlan, say: Phrasebook) -> str:
    if found.grade is Grade.PARTLY:
        return say("cli.fit.partly", times=f"{found.slower:.1f}")
    return say(f"cli.fit.{found.grade.value}")
