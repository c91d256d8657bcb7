"""A loaded model: the file, its weights, its context, and how to free them in order."""

import contextlib
import ctypes
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from llama_cpp import llama_cpp as lib

from models.catalog import Family, identify_model, known_model, recognize_family
from models.engine.exhaustion import OUT_OF_MEMORY, mentions_memory
from models.engine.protocol import Notice, Pressure
from models.engine.rope import longest_context, rope_text
from models.engine.settings import DEFAULT_CONTEXT, EngineSettings, FlashAttention
from models.engine.worker.contents import KEPT_CHARACTERS
from models.engine.worker.decode_clock import DecodeClock
from models.engine.worker.device import device_list
from models.engine.worker.native import NativeLog, uses_amx
from models.engine.worker.pressure import PressureWatch
from models.engine.worker.prompt import PromptBuilder, PromptRules
from models.engine.worker.prompt_state import PieceSize, PromptState
from models.engine.worker.rope import set_rope
from models.engine.worker.sampling import Logits
from models.engine.worker.stop_flag import StopFlag
from models.engine.worker.template import CHATML, ChatTemplate, TemplateError
from models.engine.worker.vocabulary import Vocabulary
from models.errors import user_error
from models.files import GgufHeader, fingerprint, read_header, shown_name
from models.record import EngineIdentity, ModelIdentity
from models.runtime import CacheType
from models.system import physical_cores

_FLASH = {FlashAttention.AUTO: -1, FlashAttention.OFF: 0, FlashAttention.ON: 1}
_CACHE_TYPES = {CacheType.F16: 1, CacheType.Q8_0: 8, CacheType.Q4_0: 2}  # ggml_type
_ALL_LAYERS = 999
_CHARACTERS_PER_TOKEN = 8
"""More than texts have: a conversation that fills the context is remembered whole."""
_CACHE_REFUSED = re.compile(r"cache type|quantized \w+ cache|flash_attn.* (?:disabled|incompatible)", re.IGNORECASE)
_OFFLOADED = re.compile(r"offloaded (\d+)/\d+ layers")


class LoadStopped(Exception):  # noqa: N818  # no error: the user stopped it
    """The load was stopped before it was complete."""


class LoadedModel:
    """Everything one model needs to answer. `close` frees it; nothing of it may be used afterwards.

    Layers go to the device named `device` and to no other; "" is the processor.
    Raises UserError where the file or its content cannot be used, LoadStopped where `progress` said so.
    """

    def __init__(
        self,
        path: Path,
        settings: EngineSettings,
        *,
        log: NativeLog,
        device: str,
        runtime: str,
        version: str,
        progress: Callable[[float], bool],
        stopped: Callable[[], bool],
    ) -> None:
        self._resources = contextlib.ExitStack()
        if settings.cache_type is not CacheType.F16 and settings.flash_attention is FlashAttention.OFF:
            raise user_error("engine.cache_needs_flash")
        header = read_header(path)
        threads = settings.threads or physical_cores()
        try:
            model = self._load_weights(path, settings, log, progress, device=device)
            self.weights = model
            self.context = self._make_context(model, settings, log, header, threads)
            _refuse_other_jobs(model, self.context, path)
            self.vocabulary = Vocabulary(lib.llama_model_get_vocab(model))
            self.family = _family(header)
            self.tags = self.family.thinking
            self.notices = self._capped(settings)
            self.prompts = self._prompt_builder(header, stopped)
            self.logits = Logits(self.context, self.vocabulary.size)
            self.state = PromptState(self.context, batch=settings.batch)
            self.clock: DecodeClock | None = None
            self.piece_size = PieceSize(most=settings.batch)
            self.pressure = PressureWatch(device) if device else None
            self.can_truncate = not (lib.llama_model_is_recurrent(model) or lib.llama_model_is_hybrid(model))
            self.can_abort = not device or runtime == "metal"
            self._show_tags()
        except BaseException:
            self.close()
            raise
        self.settings = settings
        self.context_size = int(lib.llama_n_ctx(self.context))
        self.trained_context = int(lib.llama_model_n_ctx_train(model))
        self.parameters = int(lib.llama_model_n_params(model))
        self.layers = int(lib.llama_model_n_layer(model))
        self.size_bytes = header.file_bytes
        self.identity = _identity(path, header, self.family)
        layers = _offloaded_layers(log) if device else 0
        self.engine = EngineIdentity(
            llama_cpp_python=version,
            runtime=runtime,
            device=device if layers else "CPU",
            gpu_layers=layers,
            context=self.context_size,
            threads=threads,
            features=lib.llama_print_system_info().decode(errors="replace").strip(),
            flash_attention=settings.flash_attention,
            cache_type=settings.cache_type,
            rope=rope_text(settings),
        )

    def look_for_pressure(self, request: int) -> Pressure | None:
        """Return what to tell of the device's memory, None where there is nothing; ease off while it is nearly full."""
        spare = self.spare
        pressure = self.pressure.look(request) if self.pressure else None
        if spare and not self.spare:
            self.piece_size.ease_off()
        elif self.spare and not spare:
            self.piece_size.go_on()
        return pressure

    @property
    def spare(self) -> bool:
        """Whether the device has memory for more than the context of the conversation."""
        return self.pressure is None or not self.pressure.high

    def watch(self, flag: StopFlag) -> None:
        """Let `flag` stop what the model computes from now on."""
        self.stop_flag = flag  # llama.cpp keeps no reference
        flag.watched_by(self.context)

    def take_times(self) -> None:
        """Let `clock` take the time that is spent inside `llama_decode` for single tokens."""
        self.clock = DecodeClock()
        self.state.decode_one = self.clock.decode

    def closing_tokens(self, last_words: str) -> list[int]:
        """Return the tokens that end thinking with `last_words`; none for a model that does not think."""
        if self.tags is None:
            return []
        return self.vocabulary.tokenize(f"{last_words}\n{self.tags.close}\n\n", special=True)

    def close(self) -> None:
        """Free the context, then the weights. Idempotent."""
        self._resources.close()

    def _load_weights(
        self,
        path: Path,
        settings: EngineSettings,
        log: NativeLog,
        progress: Callable[[float], bool],
        *,
        device: str,
    ) -> Any:
        stopped = False

        def on_progress(fraction: float, _data: object) -> bool:
            nonlocal stopped
            stopped = stopped or not progress(fraction)
            return not stopped

        parameters = lib.llama_model_default_params()
        wanted = _ALL_LAYERS if settings.gpu_layers is None else settings.gpu_layers
        parameters.n_gpu_layers = wanted if device else 0
        devices = device_list(device)  # ctypes keeps no reference
        parameters.devices = ctypes.cast(devices, ctypes.c_void_p)
        parameters.load_mode = _load_mode(settings)
        # Without the extra buffer types llama.cpp keeps off AMX, whose tile configuration a compiler may drop: then
        # the first matrix product is a segmentation fault (llama.cpp issue 20824, pull request 26954).
        parameters.use_extra_bufts = not uses_amx()
        callback = lib.llama_progress_callback(on_progress)
        parameters.progress_callback = callback
        model = lib.llama_model_load_from_file(str(path).encode("utf-8", "surrogateescape"), parameters)
        if model is None:
            if stopped:
                raise LoadStopped
            if mentions_memory(log.tail()):
                raise user_error(OUT_OF_MEMORY, log.tail())
            raise user_error("engine.load_failed", log.tail(), name=shown_name(path))
        self._resources.callback(lib.llama_model_free, model)
        return model

    def _make_context(
        self,
        model: Any,
        settings: EngineSettings,
        log: NativeLog,
        header: GgufHeader,
        threads: int,
    ) -> Any:
        trained = int(lib.llama_model_n_ctx_train(model)) or DEFAULT_CONTEXT
        parameters = lib.llama_context_default_params()
        parameters.n_ctx = min(settings.context or DEFAULT_CONTEXT, longest_context(settings, trained))
        parameters.n_batch = parameters.n_ubatch = settings.batch
        parameters.n_threads = parameters.n_threads_batch = threads
        parameters.type_k = parameters.type_v = _CACHE_TYPES[settings.cache_type]
        set_rope(parameters, settings, trained)
        parameters.flash_attn_type = _FLASH[settings.flash_attention]
        parameters.no_perf = True
        self.context_parameters = parameters
        context = lib.llama_init_from_model(model, parameters)
        if context is None:
            if settings.cache_type is not CacheType.F16 and _CACHE_REFUSED.search(log.tail()):
                raise user_error("engine.cache_unfit", log.tail())
            if mentions_memory(log.tail()):
                raise user_error(OUT_OF_MEMORY, log.tail())
            raise user_error(
                "engine.context_failed", log.tail(), name=header.name or header.architecture, context=parameters.n_ctx
            )
        self._resources.callback(lib.llama_free, context)
        return context

    def _capped(self, settings: EngineSettings) -> tuple[Notice, ...]:
        """Return the notice that the context is shorter than what was asked for, where it is."""
        tokens = int(lib.llama_n_ctx(self.context))
        if settings.context is None or tokens >= settings.context:
            return ()
        return (Notice("engine.context_capped", {"context": tokens, "wanted": settings.context}),)

    def _prompt_builder(self, header: GgufHeader, stopped: Callable[[], bool]) -> PromptBuilder:
        rules = PromptRules(
            tags=self.tags,
            force_thinking=self.family.thinking is not None and self.family.thinking.forced,
            system_role=self.family.system_role,
            guarded=self.family.protected_tags,
        )
        build = partial(
            PromptBuilder,
            vocabulary=self.vocabulary,
            rules=rules,
            stopped=stopped,
            kept_characters=max(KEPT_CHARACTERS, _CHARACTERS_PER_TOKEN * int(lib.llama_n_ctx(self.context))),
        )
        if header.chat_template is None:
            self.notices += (Notice("engine.no_template"),)
        else:
            try:
                template = self._template(header.chat_template)
                return build(template)
            except TemplateError as error:
                self.notices += (Notice("engine.bad_template", {"reason": str(error)}),)
        return build(self._template(CHATML))

    def _template(self, source: str) -> ChatTemplate:
        vocabulary = self.vocabulary
        return ChatTemplate(source, bos=vocabulary.text(vocabulary.bos), eos=vocabulary.text(vocabulary.eos))

    def _show_tags(self) -> None:
        for tag in (self.tags.open, self.tags.close) if self.tags else ():
            tokens = self.vocabulary.tokenize(tag, special=True)
            if len(tokens) == 1 and self.vocabulary.is_control(tokens[0]):
                self.vocabulary.show(tokens[0])


def _load_mode(settings: EngineSettings) -> int:
    """Return llama.cpp's llama_load_mode, which leaves the usual case to the device."""
    if settings.use_mmap and not settings.use_mlock:
        return int(lib.LLAMA_LOAD_MODE_AUTO)
    mapped = lib.LLAMA_LOAD_MODE_MMAP if settings.use_mmap else lib.LLAMA_LOAD_MODE_NONE
    return int(mapped | (lib.LLAMA_LOAD_MODE_MLOCK if settings.use_mlock else 0))


def _refuse_other_jobs(model: Any, context: Any, path: Path) -> None:
    """Raise UserError for models that write no text: embeddings, encoders, files without a vocabulary."""
    no_vocabulary = lib.llama_vocab_type(lib.llama_model_get_vocab(model)) == lib.LLAMA_VOCAB_TYPE_NONE
    if no_vocabulary or lib.llama_model_has_encoder(model) or not lib.llama_get_memory(context):
        raise user_error("engine.not_for_chat", name=shown_name(path))


def _family(header: GgufHeader) -> Family:
    return recognize_family(
        tokenizer_pre=header.tokenizer_pre,
        template=header.chat_template,
        basename=header.basename,
        name=header.name,
        architecture=header.architecture,
    )


def _identity(path: Path, header: GgufHeader, family: Family) -> ModelIdentity:
    model_id = identify_model(
        path.name,
        size=header.file_bytes,
        base_name=header.basename,
        size_label=header.size_label,
        name=header.name,
        quantization=header.quantization,
    )
    known = known_model(model_id)
    return ModelIdentity(
        id=model_id,
        name=known.name if known else header.name or path.stem,
        family=family.id,
        path=str(path),
        fingerprint=fingerprint(path),
        sha256=None,
        quantization=header.quantization,
    )


def _offloaded_layers(log: NativeLog) -> int:
    """Return how many layers llama.cpp says it put on the device; only its log tells."""
    for line in reversed(log.lines):
        if found := _OFFLOADED.search(line):
            return int(found[1])
    return 0
