"""`tempera models fit`: how a model would be loaded on a device, before it is downloaded or loaded."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TextIO

from models.catalog import KnownModel, find_model, known_model
from models.commands.documents import write_json
from models.commands.table import aligned
from models.engine import ProcessEngine
from models.errors import UserError, user_error
from models.files import read_header
from models.library import find_installed
from models.paths import Paths
from models.runtime import (
    Backend,
    CacheType,
    DeviceKind,
    DeviceMemory,
    Grade,
    MemoryPlan,
    ModelShape,
    PlanWish,
    largest_context,
    plan,
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


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Print the plan. Raises UserError where the model is not known or its file cannot be used."""
    del err  # nothing is said beside the plan
    shape = _shape(options.model, paths)
    device = _device(options)
    wish = PlanWish(
        context=options.context, cache_type=CacheType(options.kv), batch=options.batch, layers=options.layers
    )
    room = usable_memory(machine_memory() if options.memory is None else options.memory)
    found = plan(shape, device, wish, room)
    if options.json:
        largest = largest_context(shape, device, wish, room)
        write_json(_document(options.model, found, device, largest, exact=shape.exact), out)
    else:
        out.writelines(line + "\n" for line in aligned(tuple(_rows(found, device, say)), right=(1,)))
        out.write(_grade(found, say) + "\n")
    return 0


def _shape(wanted: str, paths: Paths) -> ModelShape:
    model = known_model(wanted)
    if model is None:
        return shape_of_file(read_header(find_installed(wanted, paths.models)))
    quantization = wanted.partition(":")[2].upper() or model.default
    try:
        return shape_of_file(read_header(find_model(f"{model.id}:{quantization}", paths.models)))
    except UserError:  # it is not here, or not in order: the catalogue says what a sound one is like
        return _known_shape(model, quantization)


def _known_shape(model: KnownModel, quantization: str) -> ModelShape:
    shape = shape_of_known(model, quantization) if model.files_of(quantization) else None
    if shape is None:
        known = ", ".join(name for name in model.quantizations if shape_of_known(model, name))
        raise user_error("error.model.no_quantization", name=model.name, quantization=quantization, known=known)
    return shape


def _device(options: argparse.Namespace) -> DeviceMemory | None:
    """Return the device that the options describe, else the first one that is here; None where there is none."""
    if options.device_memory is not None:
        size = options.device_memory
        backend = Backend(options.device)
        return DeviceMemory(backend.value, backend, total=size, free=size, draws_screen=options.screen)
    engine = ProcessEngine()
    try:
        devices = engine.describe().devices
    finally:
        engine.close()
    found = next((one for one in devices if one.kind is not DeviceKind.CPU), None)
    return DeviceMemory.of(found, draws_screen=options.screen) if found else None


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
