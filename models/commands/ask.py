"""`tempera ask`: one question, one answer, no history."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TextIO

import msgspec

from models.catalog import AUTO, family, recommended, role_of
from models.catalog import Role as ModelRole
from models.commands.model_choice import chosen_model
from models.engine import (
    ENGINE,
    AnswerEvent,
    Channel,
    ChatMessage,
    Done,
    EngineSettings,
    Loaded,
    Notice,
    OnExhaustion,
    Pressure,
    ProcessEngine,
    Role,
    TakenBack,
    Token,
)
from models.errors import Text, UserError, user_error
from models.files import BackgroundChecksum, ChecksumCache, GgufHeader, read_header
from models.paths import Paths
from models.presets import PresetStore, as_preset, is_own
from models.record import EngineIdentity, ModelIdentity, ModeSource, SectionSpan, Statistics, UsedSettings
from models.routing import route
from models.sampling import Preset, SamplingSettings, file_sampling, preset, with_sections
from models.settings import PREFERENCES, SettingsStore
from models.texts import Phrasebook


@dataclass(frozen=True)
class AskOptions:
    """What was asked, and how. `changes` are settings that the user gave, by name, on top of the mode's.

    With the mode `AUTO` the question says which one suits it.
    """

    question: str
    model: str | None = None
    mode: str = AUTO
    changes: dict[str, object] = field(default_factory=dict)
    instructions: str = ""
    json: bool = False


@dataclass(frozen=True)
class AskResult:
    """The document that `tempera ask --json` prints. `thinking` is None where there was none."""

    answer: str
    thinking: str | None
    mode: str
    mode_source: ModeSource
    model: ModelIdentity
    settings: UsedSettings
    engine: EngineIdentity
    stats: Statistics
    sections: tuple[SectionSpan, ...] = ()


def ask(options: AskOptions, *, paths: Paths, say: Phrasebook, out: TextIO, err: TextIO) -> None:
    """Answer a question: the text streams to `out` as it comes, or one JSON document does.

    Raises UserError where it fails, and after the answer where it does not obey the schema.
    """
    store = SettingsStore(paths.settings)
    path = chosen_model(options.model, paths, store.load(PREFERENCES).last_model)
    checksums = ChecksumCache(paths.checksums)
    if options.model is None and role_of(path) is ModelRole.DEMO and err.isatty():
        err.write(say("cli.ask.demo", id=recommended().id) + "\n")
    header = read_header(path)  # says what is wrong with a file before a process is started for it
    engine, checksum = ProcessEngine(), BackgroundChecksum(checksums)
    try:
        # Nobody is there to be asked whether to go on with less.
        engine_settings = replace(store.load(ENGINE), on_exhaustion=OnExhaustion.NEXT_PLAN)
        loaded = _load(engine, path, engine_settings, say, err)
        checksum.start(path)
        mode, source = _mode(options)
        found = _preset(mode, header, loaded, paths)
        settings, messages = _prepare(options, found, say)
        events = engine.generate(messages, settings, mode=mode, mode_source=source)
        result, fault = _collect(events, out=None if options.json else out, tell=partial(_tell, say=say, err=err))
        result = replace(result, model=replace(result.model, sha256=checksums.known(path)))
    finally:
        checksum.stop()
        engine.close()
    if options.json:
        out.write(msgspec.json.format(msgspec.json.encode(result), indent=2).decode() + "\n")
    elif result.answer and not result.answer.endswith("\n"):
        out.write("\n")
    out.flush()
    if fault is not None:
        raise UserError(Text(fault.text_id, fault.fields))


def _load(engine: ProcessEngine, path: Path, settings: EngineSettings, say: Phrasebook, err: TextIO) -> Loaded:
    *_, last = engine.load(path, settings)
    if not isinstance(last, Loaded):
        raise TypeError(last)
    _tell(last, say=say, err=err)
    return last


def _tell(event: Loaded | Pressure, *, say: Phrasebook, err: TextIO) -> None:
    """Say what the user should know beside the answer."""
    if isinstance(event, Pressure):
        if not event.high:
            return
        percent = 100 * event.used_bytes // max(event.total_bytes, 1)
        err.write(say("engine.pressure", device=event.device, percent=percent) + "\n")
        return
    err.writelines(say.phrase(Text(notice.text_id, notice.fields)) + "\n" for notice in event.notices)


def _mode(options: AskOptions) -> tuple[str, ModeSource]:
    """Return which mode it is, and who chose it."""
    if options.mode == AUTO:
        return route(options.question).mode, ModeSource.AUTO
    return options.mode, ModeSource.USER


def _preset(mode: str, header: GgufHeader, loaded: Loaded, paths: Paths) -> Preset:
    """Return what a mode, also one of the user's own, sets on the model. Raises UserError where it is not for it."""
    model_family = family(loaded.model.family, thinks=loaded.thinks)
    advised = file_sampling(header.sampling)
    if not is_own(mode):
        return preset(mode, model_family, advised)
    own = next((one for one in PresetStore(paths.presets).load().presets if one.id == mode), None)
    if own is None or not own.fits(model_family.id):
        raise user_error("preset.not_for_model", name=own.name if own else mode, model=loaded.model.name)
    return as_preset(own, preset(own.base, model_family, advised))


def _prepare(options: AskOptions, found: Preset, say: Phrasebook) -> tuple[SamplingSettings, tuple[ChatMessage, ...]]:
    """Return the settings of the mode on this model with the user's changes, and the messages."""
    words = say(found.instruction) if found.instruction else ""
    if found.own is not None and found.own.instructions:
        words = found.own.instructions.strip()
    instructions = "\n\n".join(filter(None, (options.instructions, words)))
    question = ChatMessage(Role.USER, options.question)
    messages = (ChatMessage(Role.SYSTEM, instructions), question) if instructions else (question,)
    settings = replace(found.settings, **options.changes)  # type: ignore[arg-type]  # checked by the parser
    return with_sections(settings, found), messages


def _collect(
    events: Iterator[AnswerEvent], *, out: TextIO | None, tell: Callable[[Loaded | Pressure], None]
) -> tuple[AskResult, Notice | None]:
    texts: dict[Channel, str] = {Channel.ANSWER: "", Channel.THINKING: ""}
    for event in events:
        if isinstance(event, Loaded | Pressure):
            tell(event)
        if isinstance(event, TakenBack):
            if out is not None and texts[Channel.ANSWER] and not event.written:
                out.write("\n\n")  # what is printed stays: the answer begins again below it
            texts[Channel.ANSWER] = texts[Channel.ANSWER][: event.written]
            texts[Channel.THINKING] = texts[Channel.THINKING][: event.thinking]
        if isinstance(event, Token):
            texts[event.channel] += event.text
            if out is not None and event.channel is Channel.ANSWER:
                out.write(event.text)
                out.flush()
        if isinstance(event, Done):
            result = AskResult(
                answer=texts[Channel.ANSWER],
                thinking=texts[Channel.THINKING] if event.thinking_seconds is not None else None,
                mode=event.mode,
                mode_source=event.mode_source,
                model=event.model,
                settings=event.settings,
                engine=event.engine,
                stats=event.stats,
                sections=event.sections,
            )
            return result, event.fault
    raise user_error("engine.bug", "the answer had no end")
