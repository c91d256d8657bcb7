"""`tempera models import`: take in a model file that the user has."""

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from models.catalog import GENERIC
from models.commands.documents import write_json
from models.commands.models.progress import ProgressLine
from models.files import named_path
from models.library import InstalledModel, ModelFacts, import_model, model_facts
from models.paths import Paths
from models.texts import Phrasebook, shown_size


@dataclass(frozen=True)
class Imported:
    """The document that `tempera models import --json` prints: where the model is now, and what its header says."""

    id: str
    path: Path
    in_place: bool
    facts: ModelFacts


def run(options: argparse.Namespace, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> int:
    """Take the model in and show what its header says. Raises UserError where it cannot be used."""
    facts = model_facts(named_path(options.path))
    with ProgressLine(say("cli.models.copying"), err) as line:
        model = import_model(facts.path, paths.models, copy=options.copy, progress=line.show, cancelled=lambda: False)
    if model is None:
        raise AssertionError("nobody cancelled it")
    if options.json:
        write_json(Imported(model.id, model.path, model.in_place, facts), out)
        return 0
    out.writelines(f"{label}: {value}\n" for label, value in _facts(facts, say))
    out.write(_outcome(model, say) + "\n")
    return 0


def _facts(facts: ModelFacts, say: Phrasebook) -> Iterator[tuple[str, str]]:
    unknown = say("model.fact.unknown")
    yield say("model.fact.name"), facts.name
    yield say("model.fact.architecture"), facts.architecture
    yield say("model.fact.parameters"), f"{facts.parameters:,}"
    yield say("model.fact.quantization"), facts.quantization or unknown
    yield say("model.fact.context"), f"{facts.context:,}" if facts.context else unknown
    yield say("model.fact.template"), _template(facts, say)
    yield say("model.fact.tokenizer"), facts.tokenizer or unknown
    yield say("model.fact.licence"), facts.licence or unknown
    yield say("model.fact.size"), say("model.fact.parts", size=shown_size(facts.bytes), count=len(facts.parts))


def _template(facts: ModelFacts, say: Phrasebook) -> str:
    if not facts.template:
        return say("model.fact.no_template")
    return say("model.fact.some_template" if facts.family == GENERIC else f"family.{facts.family}.name")


def _outcome(model: InstalledModel, say: Phrasebook) -> str:
    if model.in_place:
        return say("cli.models.taken_in_place", id=model.id)
    return say("cli.models.taken_in", id=model.id, folder=str(model.path.parent))
