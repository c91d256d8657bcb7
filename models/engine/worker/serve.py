"""The engine process: a reading thread that answers control at once, and a main thread that works one by one."""

import logging
import os
import queue
import sys
import threading
import time
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from models.engine.exhaustion import OUT_OF_MEMORY, mentions_memory
from models.engine.protocol import (
    AllDone,
    AnswerNow,
    Counted,
    CountTokens,
    Event,
    Failed,
    Forget,
    Generate,
    GenerateMany,
    Load,
    Loaded,
    Loading,
    Prefill,
    Prefilled,
    Progress,
    Prompt,
    Quit,
    Ready,
    Request,
    Stop,
    WorkRequest,
)
from models.engine.wire import MessageReader, MessageWriter, request_reader
from models.engine.worker.back_ends import load_back_ends
from models.engine.worker.chunks import chunks
from models.engine.worker.decode import Wishes
from models.engine.worker.heap import give_back_free_memory
from models.engine.worker.kept_state import StateStore
from models.engine.worker.many import ManyAnswers, replay_together
from models.engine.worker.model import LoadedModel, LoadStopped
from models.engine.worker.native import NativeLog, devices, runtime_name
from models.engine.worker.prefill import prefill
from models.engine.worker.residence import Residence
from models.engine.worker.single import generate
from models.engine.worker.stop_flag import StopFlag
from models.errors import UserError, bug_error, user_error
from models.system import physical_cores, take_over_standard_pipes

_log = logging.getLogger(__name__)


_COUNT_PATIENCE = 0.1  # seconds
_REST_SECONDS = 30.0
"""After so long without work the state of the conversation in the context is kept on disk."""


@dataclass
class _Job:
    """A request of the work lane. The flags are raised by the reading thread and looked at while the job runs."""

    request: WorkRequest
    arrived: float
    stop: StopFlag = field(default_factory=StopFlag)
    answer_now: StopFlag = field(default_factory=StopFlag)


class Server:
    """Serves the requests of one pipe. The process ends with the pipe: nobody is left to answer."""

    def __init__(self, reader: MessageReader, writer: MessageWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._jobs: queue.SimpleQueue[_Job] = queue.SimpleQueue()
        self._counts: queue.SimpleQueue[CountTokens] = queue.SimpleQueue()
        self._by_request: dict[int, _Job] = {}
        self._current: _Job | None = None
        self._model: LoadedModel | None = None
        self._residence: Residence | None = None
        # Counting reads the vocabulary: the model must not be freed meanwhile.
        self._model_lock = threading.Lock()
        self._native_log = NativeLog()
        load_back_ends(self._native_log)
        self._devices = devices()
        self._runtime = runtime_name(self._devices)
        self._version = version("llama-cpp-python")

    def run(self) -> None:
        """Serve until the process ends."""
        self._send(Ready(0, self._version, self._runtime, self._devices, physical_cores()))
        threading.Thread(target=self._control_lane, name="control", daemon=True).start()
        threading.Thread(target=self._counting_lane, name="counting", daemon=True).start()
        while True:
            try:
                job = self._jobs.get(timeout=_REST_SECONDS)
            except queue.Empty:
                self._keep()
                job = self._jobs.get()
            self._work(job)
            if isinstance(job.request, Generate | GenerateMany):
                give_back_free_memory()

    def _send(self, event: Event) -> None:
        try:
            self._writer.write(event)
        except OSError:
            os._exit(0)  # the other side is gone

    def _send_watching(self, event: Event) -> None:
        """Send an event of an answer, and look at the memory of the device as often as such events come."""
        self._send(event)
        if self._model is not None and isinstance(event, Prompt | Progress):
            pressure = self._model.look_for_pressure(event.request)
            if pressure is not None:
                self._send(pressure)

    def _control_lane(self) -> None:
        try:
            while (request := self._reader.read()) is not None:
                self._control(request)
        except OSError:
            _log.info("the pipe broke")
        except Exception:  # noqa: BLE001  # an engine that hears nobody must not live on
            _log.exception("the window sent no message of this protocol")
        finally:
            os._exit(0)  # at once, in the middle of whatever llama.cpp does: exit is what frees everything for sure

    def _control(self, request: Request) -> None:
        match request:
            case Quit():
                self._quit(request)
            case Stop(target=target):
                if job := self._by_request.get(target):
                    job.stop.raise_flag()
            case AnswerNow(target=target):
                if job := self._by_request.get(target):
                    job.answer_now.raise_flag()
            case CountTokens():
                self._counts.put(request)
            case _:
                job = self._by_request[request.request] = _Job(request, time.perf_counter())
                self._jobs.put(job)

    def _quit(self, request: Quit) -> None:
        """End as soon as what runs has stopped and its state is kept; at once where nothing is kept."""
        job, residence = self._current, self._residence
        if residence is None or not residence.keeps or (job is not None and isinstance(job.request, Load)):
            os._exit(0)
        if job is not None:
            job.stop.raise_flag()
        self._jobs.put(_Job(request, time.perf_counter()))

    def _keep(self) -> None:
        if self._residence is None:
            return
        try:
            self._residence.keep()
        except Exception:  # noqa: BLE001  # it can be computed again
            _log.exception("the state of a conversation could not be kept")

    def _counting_lane(self) -> None:
        """Count apart from the control lane: a long text takes seconds, and a stop must be seen meanwhile."""
        while True:
            request, count = self._counts.get(), None
            try:
                count = self._count(request.text)
            except Exception:  # noqa: BLE001  # the next text may be counted
                _log.exception("counting failed")
            self._send(Counted(request.request, count))

    def _count(self, text: str) -> int | None:
        model, count = self._model, 0
        for chunk in chunks(text):
            # A load holds the lock for long: then nothing is loaded that could count.
            if model is None or not self._model_lock.acquire(timeout=_COUNT_PATIENCE):
                return None
            try:
                if self._model is not model:
                    return None
                count += len(model.vocabulary.tokenize_chunk(chunk))
            finally:
                self._model_lock.release()
        return None if model is None else count

    def _work(self, job: _Job) -> None:
        self._current = job
        self._native_log.lines.clear()  # what it says from here on is about this request
        request = job.request
        try:
            match request:
                case Load():
                    self._load(request, job)
                case Generate() | GenerateMany():
                    self._generate(request, job)
                case Prefill():
                    self._prefill(request, job)
                case Forget():
                    if self._residence is not None:
                        self._residence.forget(request.conversations)
                case Quit():
                    self._keep()
                    os._exit(0)
        except LoadStopped:
            self._fail(request, user_error("engine.load_stopped"))
        except UserError as error:
            self._fail(request, self._explained(error))
        except Exception as error:  # noqa: BLE001  # one broken request is not the end of all
            _log.exception("a request failed")
            self._fail(request, bug_error(error))
        finally:
            self._current = None
            self._by_request.pop(request.request, None)

    def _explained(self, error: UserError) -> UserError:
        """Return `error`, or what llama.cpp said that it comes of."""
        said = "\n".join(self._native_log.lines)
        if error.text.id == "engine.decode_failed" and mentions_memory(said):
            return user_error(OUT_OF_MEMORY, f"{error.details}\n{self._native_log.tail()}")
        return error

    def _fail(self, request: WorkRequest, error: UserError) -> None:
        self._send(Failed(request.request, error.text.id, error.text.fields, error.details))

    def _free(self) -> None:
        with self._model_lock:
            if self._model:
                self._residence = None
                self._model.close()
                self._model = None

    def _load(self, request: Load, job: _Job) -> None:
        self._keep()
        self._free()
        if job.stop.is_raised():
            raise LoadStopped
        shown = -1

        def progress(fraction: float) -> bool:
            nonlocal shown
            if int(fraction * 100) > shown:
                shown = int(fraction * 100)
                self._send(Loading(request.request, fraction))
            return not job.stop.is_raised()

        with self._model_lock:
            model = self._model = LoadedModel(
                Path(os.fsdecode(request.path)),
                request.settings,
                log=self._native_log,
                device=request.device,
                runtime=self._runtime,
                version=self._version,
                progress=progress,
                stopped=self._is_stopped,
            )
        if request.timed:
            model.take_times()
        self._residence = Residence(model, _store(request))
        if self._is_stopped():  # too late for llama.cpp to notice
            self._free()
            raise LoadStopped
        self._send(
            Loaded(
                request.request,
                model.identity,
                model.engine,
                trained_context=model.trained_context,
                parameters=model.parameters,
                layers=model.layers,
                size_bytes=model.size_bytes,
                thinks=model.tags is not None,
                notices=model.notices,
            )
        )

    def _generate(self, request: Generate | GenerateMany, job: _Job) -> None:
        model, residence, send = self._model, self._residence, self._send_watching
        if model is None or residence is None:
            raise user_error("engine.no_model")
        if not request.messages:
            raise user_error("engine.no_question")
        model.watch(job.stop)
        wishes = Wishes(stop=job.stop.is_raised, answer_now=job.answer_now.is_raised)
        if isinstance(request, GenerateMany):
            ManyAnswers(request, model, residence, arrived=job.arrived, send=send, wishes=wishes).run()
            send(AllDone(request.request))
            return
        together = request.replay is not None and request.replay.together
        answer = replay_together if together else generate
        answer(request, model, residence, arrived=job.arrived, send=send, wishes=wishes)

    def _prefill(self, request: Prefill, job: _Job) -> None:
        if self._model is None or self._residence is None:
            raise user_error("engine.no_model")
        self._model.watch(job.stop)
        # What comes next waits for the piece that is being computed, which it may well need itself, and no longer.
        tokens, total = prefill(
            request.draft,
            self._model,
            self._residence,
            stopped=lambda: job.stop.is_raised() or not self._jobs.empty(),
        )
        self._send(Prefilled(request.request, tokens, total))

    def _is_stopped(self) -> bool:
        job = self._current
        if job is None:
            return False
        return job.stop.is_raised() or (isinstance(job.request, Prefill) and not self._jobs.empty())


def _store(request: Load) -> StateStore | None:
    if request.states is None:
        return None
    return StateStore(Path(os.fsdecode(request.states)), quota=request.settings.state_mib << 20)


def main() -> None:
    """Run the engine process on its standard pipes; does not return."""
    incoming, outgoing = take_over_standard_pipes()
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    Server(request_reader(incoming), MessageWriter(outgoing)).run()
