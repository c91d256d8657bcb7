"""Running a benchmark from its first part to its report."""

import platform
from collections.abc import Generator
from contextlib import ExitStack, closing
from dataclasses import replace

from models.bench.children import Cancel, libraries_of
from models.bench.common import Common
from models.bench.engine import Asked, Prompts, ask, running_engine
from models.bench.events import BenchEvent, Finished, Measured, Part, Step
from models.bench.parts import (
    measure_ahead,
    measure_decode,
    measure_json,
    measure_many,
    measure_prompt,
    measure_resume,
    measure_stop,
    measure_window,
)
from models.bench.peers import peer_programs
from models.bench.plan import CONTEXT, BenchPlan, workload
from models.bench.questions import STORY
from models.bench.report import BenchReport, Identity
from models.bench.room import has_room
from models.bench.session import Session, Setting
from models.errors import UserError, user_error
from models.files import read_header
from models.runtime import DeviceKind
from models.sampling import SamplingSettings
from models.system import physical_cores
from models.version import program_version

_FIRST_LOOK = SamplingSettings(max_tokens=16, seed=1)


class BenchStopped(Exception):  # noqa: N818  # no error: the user stopped it
    """The benchmark was stopped before its end."""


class Benchmark:
    """One benchmark. `run` blocks: call it from a thread; `stop` from any other."""

    def __init__(self, plan: BenchPlan) -> None:
        self._plan = plan
        self._cancel = Cancel()

    def run(self) -> Generator[BenchEvent]:
        """Measure; the last event is `Finished`. No process is left when this has ended, or was closed.

        Raises UserError where a program fails, BenchStopped where it was stopped.
        """
        try:
            with closing(self._run()) as events:
                for event in events:
                    if self._cancel.is_raised:
                        raise BenchStopped
                    yield event
        except UserError as error:
            if self._cancel.is_raised:
                raise BenchStopped from error
            raise

    def stop(self) -> None:
        """End it: whatever it has started ends now."""
        self._cancel.cancel()

    def _run(self) -> Generator[BenchEvent]:
        read_header(self._plan.model)  # says what is wrong with a file before a process is started for it
        peer_programs(self._plan.peers)
        yield Step(Part.START, 1, 1)
        setting = self._setting()
        report = BenchReport(_identity(setting))
        report = replace(report, decode=(yield from measure_decode(setting)))
        yield Measured(Part.DECODE, report)
        with ExitStack() as owned:
            engine = owned.enter_context(running_engine(setting.common))
            session = Session(setting, engine, Prompts(engine))
            report = replace(report, prompt=(yield from measure_prompt(session)))
            yield Measured(Part.PROMPT, report)
            report = replace(report, ahead=(yield from measure_ahead(session)))
            yield Measured(Part.AHEAD, report)
            report = replace(report, stop=(yield from measure_stop(session)))
            yield Measured(Part.STOP, report)
            report = replace(report, many=(yield from measure_many(session)))
            yield Measured(Part.MANY, report)
            report = replace(report, json=(yield from measure_json(session)))
            yield Measured(Part.JSON, report)
            if not setting.roomy:
                owned.close()
            report = replace(report, resume=(yield from measure_resume(session)))
            yield Measured(Part.RESUME, report)
        report = replace(report, window=(yield from measure_window(setting)))
        yield Measured(Part.WINDOW, report)
        yield Finished(report)

    def _setting(self) -> Setting:
        """Look at the model and how fast it is here, and decide how much to do."""
        plan = self._plan
        libraries = libraries_of(plan.peers)
        first = Common(plan.model, plan.threads or physical_cores(), CONTEXT, libraries, self._cancel)
        with running_engine(first) as engine:
            loaded = engine.loaded
            devices = engine.describe().devices
            looks: list[Asked] = [ask(engine, STORY, _FIRST_LOOK) for _ in range(2)]
        if loaded is None:
            raise user_error("engine.no_model")
        stats = looks[-1].done.stats
        common = Common(plan.model, loaded.engine.threads, loaded.engine.context, libraries, self._cancel)
        accelerator = next((device for device in devices if device.kind is not DeviceKind.CPU), None)
        return Setting(
            plan=plan,
            work=workload(plan, speed=stats.tokens_per_second, context=common.context),
            loaded=loaded,
            common=common,
            peers=peer_programs(plan.peers),
            roomy=has_room(loaded.size_bytes, accelerator),
            depth=stats.prompt_tokens,
        )


def _identity(setting: Setting) -> Identity:
    loaded, work = setting.loaded, setting.work
    return Identity(
        tempera=program_version(),
        system=platform.platform(),
        model=loaded.model.name,
        quantization=loaded.model.quantization,
        parameters=loaded.parameters,
        llama_cpp_python=loaded.engine.llama_cpp_python,
        runtime=loaded.engine.runtime,
        device=loaded.engine.device,
        threads=loaded.engine.threads,
        context=loaded.engine.context,
        rounds=work.rounds,
        answer_tokens=work.answer_tokens,
        prompt_tokens=work.prompt_tokens,
        draft_tokens=work.draft_tokens,
    )
