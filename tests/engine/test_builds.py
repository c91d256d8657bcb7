"""Which native build the engine takes, and what it says where that has no device."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Timer

import pytest

from models.engine import EngineSettings, Loaded, OnExhaustion, ProcessEngine
from models.engine.builds import BestBuild
from models.errors import Text, UserError
from models.runtime import Device, DeviceKind, Grade, NativeBuild, ProbeReport, find_builds, probe, probe_all
from tests.runtime.builds import make_build
from tests.support.native_folders import HANGS, compiled, without

CPU = Device("CPU", "", DeviceKind.CPU, 1, 1)


@pytest.fixture
def builds(vulkan_runtime: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let the engine find the build for Vulkan beside llama-cpp-python's own."""
    monkeypatch.setenv("TEMPERA_RUNTIMES", str(vulkan_runtime))
    return vulkan_runtime


def load(engine: ProcessEngine, path: Path, runtime: str | None) -> Loaded:
    *_, last = engine.load(path, EngineSettings(context=512, threads=1, runtime=runtime))
    assert isinstance(last, Loaded)
    return last


def test_the_engine_changes_its_process_with_the_build(builds: Path, tiny_r1_model: Path) -> None:
    del builds
    engine = ProcessEngine()
    try:
        best = load(engine, tiny_r1_model, None)
        first = engine.pid
        own = load(engine, tiny_r1_model, "cpu")
        second = engine.pid
        named = load(engine, tiny_r1_model, "vulkan")
    finally:
        engine.close()
    assert (best.engine.runtime, best.engine.device, best.engine.gpu_layers) == ("vulkan", "Vulkan0", 3)
    assert (own.engine.runtime, own.engine.device, own.engine.gpu_layers) == ("cpu", "CPU", 0)
    assert own.why is not None
    assert own.why.text_id == "engine.on_cpu.chosen"
    assert first != second
    assert named.engine == best.engine


def test_describing_the_engine_leaves_a_model_of_another_build_loaded(builds: Path, tiny_r1_model: Path) -> None:
    del builds
    engine = ProcessEngine()
    try:
        loaded, process = load(engine, tiny_r1_model, "cpu"), engine.pid
        assert engine.describe().runtime == "cpu"
        assert (engine.loaded, engine.pid) == (loaded, process)
    finally:
        engine.close()


def test_a_build_that_is_not_here_is_said_and_the_best_is_taken(builds: Path, tiny_r1_model: Path) -> None:
    del builds
    engine = ProcessEngine()
    try:
        loaded = load(engine, tiny_r1_model, "cuda")
    finally:
        engine.close()
    assert loaded.engine.device == "Vulkan0"
    assert [(notice.text_id, notice.fields) for notice in loaded.notices] == [
        ("engine.build_refused", {"name": "cuda"})
    ]


def test_a_build_that_finds_no_card_leaves_the_processor_and_says_why(
    builds: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GGML_VK_VISIBLE_DEVICES", "")
    monkeypatch.setenv("VK_DRIVER_FILES", "/nowhere.json")
    monkeypatch.setenv("VK_ICD_FILENAMES", "/nowhere.json")
    chosen = BestBuild([builds]).chosen(None)
    assert chosen.device is None
    assert chosen.reason is not None
    assert chosen.reason.id.startswith("runtime.")
    assert chosen.reason.fields["build"] == "vulkan"


def test_a_device_that_fails_its_trial_gets_no_layers_of_the_wanted_build(
    builds: Path, tiny_r1_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failed(build: NativeBuild, *_more: object, **_named: object) -> ProbeReport:
        report = probe(build)
        failing = [device for device in report.devices if not device.accelerates]
        return replace(report, devices=tuple(failing), reason=Text("runtime.device_fails", {"device": "A card"}))

    del builds
    monkeypatch.setattr("models.engine.builds.probe", failed)
    engine = ProcessEngine()
    try:
        assert load(engine, tiny_r1_model, "vulkan").engine.gpu_layers == 0
        loaded = engine.loaded
    finally:
        engine.close()
    assert loaded is not None
    assert (loaded.engine.runtime, loaded.engine.device) == ("vulkan", "CPU")
    assert loaded.why is not None
    assert (loaded.why.text_id, loaded.why.fields["build"]) == ("runtime.device_fails", "vulkan")


@pytest.mark.parametrize(("ending", "error"), [("stop", "engine.load_stopped"), ("close", "engine.closed")])
def test_a_load_that_waits_for_a_build_that_hangs_can_be_ended(
    ending: str, error: str, builds: Path, tmp_path: Path, tiny_r1_model: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hanging = without(builds, ("libggml-vulkan",), tmp_path / "vulkan")
    compiled(hanging, "libggml-vulkan.so", HANGS)
    monkeypatch.setenv("TEMPERA_RUNTIMES", str(hanging))
    monkeypatch.setattr("models.engine.builds.probe_all", partial(probe_all, patience=600))
    engine = ProcessEngine()
    timer = Timer(2, engine.stop if ending == "stop" else engine.close)
    timer.start()
    with pytest.raises(UserError) as caught:
        load(engine, tiny_r1_model, None)
    assert caught.value.text.id == error
    assert engine.pid is None
    timer.join()
    engine.close()


def test_each_build_is_tried_once(builds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    best = BestBuild([builds])
    first = best.chosen(None)
    monkeypatch.setenv("LLAMA_CPP_LIB_PATH", "/nowhere")
    monkeypatch.setenv("VK_DRIVER_FILES", "/nowhere.json")
    assert best.chosen(None) == first
    assert first.device == "Vulkan0"


class Trials:
    """Takes the place of trying: counts it, and says what the test wants."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.tried: list[str] = []
        self.now = 100.0
        self.reason: Text | None = None
        monkeypatch.setattr("models.engine.builds.probe", self._try)
        monkeypatch.setattr("models.engine.builds.probe_all", self._try_all)

    def _try(self, build: NativeBuild, **_named: object) -> ProbeReport:
        self.tried.append(build.name)
        if build.problem is not None:
            return ProbeReport(build, usable=False, reason=build.problem)
        return ProbeReport(build, usable=True, devices=(CPU,), reason=self.reason if build.name == "vulkan" else None)

    def _try_all(self, builds: Sequence[NativeBuild], **_named: object) -> tuple[ProbeReport, ...]:
        return tuple(map(self._try, builds))


def test_a_build_that_was_too_slow_gets_another_chance_after_a_minute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_build(tmp_path / "vulkan")
    trials = Trials(monkeypatch)
    trials.reason = Text("runtime.too_slow", {"seconds": 30})
    best = BestBuild([tmp_path], lambda: trials.now)
    for seconds in (0, 30, 29):
        trials.now += seconds
        assert best.chosen(None).build.name == "cpu"
    assert trials.tried == ["vulkan", "cpu"]
    trials.now += 1
    trials.reason = None
    best.chosen(None)
    trials.now += 3600
    best.chosen(None)
    assert trials.tried == ["vulkan", "cpu", "vulkan"]


def test_a_build_that_stays_wanting_is_tried_ever_more_rarely(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_build(tmp_path / "vulkan")
    trials = Trials(monkeypatch)
    trials.reason = Text("runtime.too_slow", {"seconds": 30})
    best = BestBuild([tmp_path], lambda: trials.now)
    tried = []
    for seconds in (0, 60, 60, 60, 180, 60):
        trials.now += seconds
        best.chosen(None)
        tried.append(trials.tried.count("vulkan"))
    assert tried == [1, 2, 2, 3, 3, 4]


def test_a_build_that_was_repaired_is_tried_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    library = make_build(tmp_path / "vulkan") / "libllama.so"
    content = library.read_bytes()
    library.write_bytes(b"")
    trials = Trials(monkeypatch)
    best = BestBuild([tmp_path], lambda: trials.now)
    assert best.chosen("vulkan").refused == "vulkan"
    library.write_bytes(content)
    assert best.chosen("vulkan").build.name == "vulkan"


def test_where_there_is_one_build_it_is_taken_untried(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.engine.builds.probe", None)
    monkeypatch.setattr("models.engine.builds.probe_all", None)
    chosen = BestBuild([tmp_path]).chosen(None)
    assert (chosen.build,) == find_builds([tmp_path])
    assert chosen.reason is not None
    assert chosen.reason.id == "engine.on_cpu.no_build"


def test_without_a_card_the_processor_is_planned_for_and_the_reason_is_told(starter_model: Path) -> None:
    engine = ProcessEngine()
    try:
        *_, last = engine.load(starter_model, EngineSettings(context=512, on_exhaustion=OnExhaustion.NEXT_PLAN))
    finally:
        engine.close()
    assert isinstance(last, Loaded)
    assert last.plan is not None
    assert (last.plan.device, last.plan.layers, last.plan.grade) == ("CPU", 0, Grade.CPU)
    assert last.why is not None
    assert last.why.text_id == "engine.on_cpu.no_build"
    assert not last.notices
