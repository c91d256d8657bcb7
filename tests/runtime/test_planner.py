"""What a plan does with wishes, devices and the machine's own memory."""

from dataclasses import replace

import pytest

from models.runtime import (
    Backend,
    CacheType,
    ComputeBuffers,
    ComputePoint,
    Device,
    DeviceKind,
    DeviceMemory,
    Grade,
    ModelShape,
    PlanWish,
    largest_context,
    plan,
)

MIB = 1 << 20
ROOMY = 1 << 40

SHAPE = ModelShape(
    block_bytes=(100 * MIB,) * 10,
    input_bytes=50 * MIB,
    output_bytes=60 * MIB,
    key_values=(512,) * 10,
    value_values=(512,) * 10,
    trained_context=16_384,
)
"""Ten layers of 100 MiB, each of which keeps 2 KiB of a token: 16 MiB of 8,192 tokens."""


def device(mebibytes: int, **changes: object) -> DeviceMemory:
    made = DeviceMemory("Vulkan0", Backend.VULKAN, total=mebibytes * MIB, free=mebibytes * MIB)
    return replace(made, **changes)  # type: ignore[arg-type]


def test_with_enough_memory_all_layers_go_to_the_device() -> None:
    found = plan(SHAPE, device(4096), PlanWish(), ROOMY)
    assert (found.device, found.layers, found.grade, found.slower) == ("Vulkan0", 11, Grade.FITS, 1.0)
    assert (found.weights, found.kv, found.context) == (1060 * MIB, 160 * MIB, 8192)
    assert found.host == 50 * MIB


def test_the_last_layers_go_first_and_the_output_before_them() -> None:
    shape = replace(SHAPE, block_bytes=tuple(number * MIB for number in range(1, 11)))
    weights = [plan(shape, device(4096), PlanWish(layers=layers), ROOMY).weights // MIB for layers in range(4)]
    assert weights == [0, 60, 70, 79]


def test_one_layer_more_than_the_plan_has_would_not_fit() -> None:
    for mebibytes in range(700, 2000, 37):
        found = plan(SHAPE, device(mebibytes), PlanWish(context=8192), ROOMY)
        assert found.fits
        if found.layers < found.all_layers:
            more = plan(SHAPE, device(mebibytes), PlanWish(context=8192, layers=found.layers + 1), ROOMY)
            assert more.lacking > 0
            assert more.grade is Grade.TOO_LARGE


def test_what_is_not_on_the_device_is_in_the_machines_memory() -> None:
    found = plan(SHAPE, device(4096), PlanWish(context=8192, layers=4), ROOMY)
    assert (found.weights, found.kv) == (360 * MIB, 48 * MIB)
    assert found.host == (50 + 700 + 112 + 300) * MIB


def test_shared_embeddings_are_copied_to_the_device_and_stay() -> None:
    shared = replace(SHAPE, shared_bytes=50 * MIB, output_bytes=0)
    found = plan(shared, device(4096), PlanWish(), ROOMY)
    assert (found.weights, found.host) == (1050 * MIB, 50 * MIB)
    assert plan(shared, None, PlanWish(), ROOMY).host == (1050 + 160 + 300) * MIB


def test_only_cuda_takes_memory_for_its_driver() -> None:
    overheads = {kind: plan(SHAPE, device(4096, backend=kind), PlanWish(), ROOMY).overhead for kind in Backend}
    assert overheads == {Backend.CUDA: 400 * MIB, Backend.VULKAN: 0, Backend.OTHER: 0}


@pytest.mark.parametrize(
    ("mebibytes", "draws_screen", "margin"), [(2048, False, 256), (8000, False, 640), (2048, True, 1024)]
)
def test_the_margin_grows_with_the_device_and_for_a_screen(mebibytes: int, *, draws_screen: bool, margin: int) -> None:
    found = plan(SHAPE, device(mebibytes, draws_screen=draws_screen), PlanWish(), ROOMY)
    assert found.margin == margin * MIB


def test_without_a_device_the_processor_computes() -> None:
    found = plan(SHAPE, None, PlanWish(), ROOMY)
    assert (found.device, found.layers, found.grade, found.slower) == ("CPU", 0, Grade.CPU, 1.0)
    assert found.needed == found.margin == 0
    assert found.host == (50 + 1060 + 160 + 300) * MIB


def test_a_device_too_small_for_anything_leaves_all_to_the_processor() -> None:
    found = plan(SHAPE, device(400), PlanWish(), ROOMY)
    assert (found.device, found.layers, found.grade) == ("CPU", 0, Grade.CPU)
    assert found.slower == pytest.approx(4.5)


def test_the_share_of_the_weights_says_how_much_slower_it_is() -> None:
    found = plan(SHAPE, device(4096), PlanWish(layers=5), ROOMY)  # 460 of 1,060 MiB
    assert found.slower == pytest.approx(1 + (1 - 460 / 1060) * 3.5)


def test_a_model_larger_than_the_machines_memory_is_too_large() -> None:
    found = plan(SHAPE, None, PlanWish(context=8192), (50 + 1060 + 160 + 300) * MIB - 1)
    assert (found.grade, found.host_lacking) == (Grade.TOO_LARGE, 1)


def test_layers_that_do_not_fit_are_planned_all_the_same() -> None:
    found = plan(SHAPE, device(1024), PlanWish(layers=11, context=8192), ROOMY)
    assert (found.layers, found.grade) == (11, Grade.TOO_LARGE)
    assert found.lacking == (1060 + 160 + 300 + 256 - 1024) * MIB


def test_more_layers_than_there_are_means_all() -> None:
    assert plan(SHAPE, device(4096), PlanWish(layers=999), ROOMY).layers == 11


def test_only_free_memory_counts() -> None:
    found = plan(SHAPE, device(4096, free=1000 * MIB), PlanWish(context=8192), ROOMY)
    assert (found.layers, found.margin) == (3, 4096 * MIB * 8 // 100)


def test_a_device_that_shares_the_machines_memory_takes_from_it_too() -> None:
    whole = (1060 + 160 + 300 + 50) * MIB
    wish = PlanWish(context=8192)
    assert plan(SHAPE, device(4096, shared=True), wish, whole).grade is Grade.FITS
    assert plan(SHAPE, device(4096, shared=True), wish, whole - 1).host_lacking == 1


def test_a_device_that_does_not_say_what_it_has_is_taken_for_the_machines_memory() -> None:
    found = plan(SHAPE, device(0), PlanWish(context=8192, layers=11), 3000 * MIB)
    assert (found.available, found.shared, found.grade) == (3000 * MIB, True, Grade.FITS)


def test_automatic_context_shrinks_where_all_layers_fit_only_so() -> None:
    # 20 KiB a token: 6,144 tokens are 120 MiB.
    found = plan(SHAPE, device(1060 + 300 + 256 + 120), PlanWish(), ROOMY)
    assert (found.context, found.grade) == (6144, Grade.FITS)


def test_automatic_context_stays_where_even_less_would_not_do() -> None:
    found = plan(SHAPE, device(1060 + 300 + 256 + 79), PlanWish(), ROOMY)
    assert (found.context, found.grade) == (8192, Grade.PARTLY)


def test_automatic_context_is_no_more_than_the_model_was_trained_for() -> None:
    assert plan(replace(SHAPE, trained_context=2048), device(4096), PlanWish(), ROOMY).context == 2048


def test_a_wished_context_is_kept() -> None:
    found = plan(SHAPE, device(1060 + 300 + 256 + 120), PlanWish(context=8192), ROOMY)
    assert (found.context, found.grade) == (8192, Grade.PARTLY)


def test_a_context_is_rounded_up_to_what_llama_cpp_makes_of_it() -> None:
    assert plan(SHAPE, device(4096), PlanWish(context=1000), ROOMY).kv == 1024 * 20 * 1024


def test_a_smaller_batch_computes_with_less() -> None:
    assert plan(SHAPE, device(4096), PlanWish(batch=128), ROOMY).compute == 75 * MIB


def test_what_was_measured_takes_the_place_of_the_allowance() -> None:
    whole = (ComputePoint(4096, 104 * MIB, 7 * MIB), ComputePoint(16_384, 116 * MIB, 7 * MIB))
    part = (ComputePoint(4096, 204 * MIB, 9 * MIB), ComputePoint(16_384, 216 * MIB, 9 * MIB))
    measured = ComputeBuffers(whole, part)
    found = plan(SHAPE, device(4096), PlanWish(context=8192), ROOMY, compute=measured)
    assert (found.compute, found.host) == (108 * MIB, 57 * MIB)
    smaller = plan(SHAPE, device(4096), PlanWish(context=8192, batch=128), ROOMY, compute=measured)
    assert smaller.compute == 27 * MIB
    reaching = replace(SHAPE, trained_context=32_768)
    longer = plan(reaching, device(4096), PlanWish(context=32_768), ROOMY, compute=measured)
    assert longer.compute == 132 * MIB
    some = plan(SHAPE, device(4096), PlanWish(context=8192, layers=4), ROOMY, compute=measured)
    assert (some.compute, some.host) == (208 * MIB, (50 + 700 + 112 + 9) * MIB)
    nothing_known = plan(SHAPE, device(4096), PlanWish(context=8192, layers=0), ROOMY, compute=measured)
    assert nothing_known.host == (50 + 1060 + 160 + 300) * MIB


def test_an_output_that_the_device_refuses_stays_with_the_processor() -> None:
    points = (ComputePoint(0, 0, 0), ComputePoint(8192, 0, 0))
    measured = ComputeBuffers(points, points, points, output_refused=True)
    found = plan(SHAPE, device(4096), PlanWish(context=8192), ROOMY, compute=measured)
    assert (found.weights, found.host) == (1000 * MIB, 110 * MIB)
    assert found.slower > 1
    assert plan(SHAPE, None, PlanWish(context=8192), ROOMY, compute=measured).host == (50 + 1060 + 160) * MIB


def test_the_largest_context_fits_and_the_next_does_not() -> None:
    for mebibytes in (1700, 1750, 1800):
        found = largest_context(SHAPE, device(mebibytes), PlanWish(), ROOMY)
        assert plan(SHAPE, device(mebibytes), PlanWish(context=found, layers=11), ROOMY).fits
        assert not plan(SHAPE, device(mebibytes), PlanWish(context=found + 256, layers=11), ROOMY).fits


def test_the_largest_context_is_the_trained_one_where_that_fits() -> None:
    assert largest_context(SHAPE, device(8192), PlanWish(), ROOMY) == 16_384


def test_fewer_layers_leave_room_for_a_larger_context() -> None:
    some = largest_context(SHAPE, device(1500), PlanWish(layers=8), ROOMY)
    fewer = largest_context(SHAPE, device(1500), PlanWish(layers=7), ROOMY)
    assert 0 < some < fewer


def test_where_all_layers_never_fit_the_machines_memory_sets_the_limit() -> None:
    assert largest_context(SHAPE, device(900), PlanWish(), ROOMY) == 16_384
    found = largest_context(SHAPE, device(900), PlanWish(), 1300 * MIB)
    assert 0 < found < 16_384
    assert plan(SHAPE, device(900), PlanWish(context=found), 1300 * MIB).fits
    assert not plan(SHAPE, device(900), PlanWish(context=found + 256), 1300 * MIB).fits


def test_no_context_fits_a_model_that_is_too_large() -> None:
    assert largest_context(SHAPE, None, PlanWish(), 500 * MIB) == 0


@pytest.mark.parametrize(
    ("name", "kind", "backend", "shared"),
    [
        ("CUDA0", DeviceKind.GPU, Backend.CUDA, False),
        ("Vulkan1", DeviceKind.INTEGRATED, Backend.VULKAN, True),
        ("MTL0", DeviceKind.GPU, Backend.OTHER, False),
    ],
)
def test_a_device_of_llama_cpp_becomes_memory_to_plan_with(
    name: str, kind: DeviceKind, backend: Backend, *, shared: bool
) -> None:
    found = DeviceMemory.of(Device(name, "A card", kind, free_bytes=3, total_bytes=4), draws_screen=True)
    assert found == DeviceMemory(name, backend, total=4, free=3, draws_screen=True, shared=shared)


@pytest.mark.parametrize(("platform", "draws"), [("win32", True), ("linux", False), ("darwin", False)])
def test_on_windows_every_card_is_taken_to_draw_the_screen(
    monkeypatch: pytest.MonkeyPatch, platform: str, *, draws: bool
) -> None:
    monkeypatch.setattr("sys.platform", platform)
    card = Device("CUDA0", "A card", DeviceKind.GPU, free_bytes=3, total_bytes=4)
    assert DeviceMemory.of(card).draws_screen is draws
    assert not DeviceMemory.of(card, draws_screen=False).draws_screen


def test_there_is_no_more_context_than_the_model_has() -> None:
    found = plan(SHAPE, None, PlanWish(context=131_072), ROOMY)
    assert found == plan(SHAPE, None, PlanWish(context=16_384), ROOMY)
    unknown = replace(SHAPE, trained_context=None)
    assert plan(unknown, None, PlanWish(context=131_072), ROOMY).context == 131_072


def test_keys_that_cannot_be_stored_in_fewer_bits_are_planned_in_sixteen() -> None:
    whole = replace(SHAPE, quantizable_kv=False)
    found = plan(whole, device(4096), PlanWish(cache_type=CacheType.Q4_0), ROOMY)
    assert found == plan(SHAPE, device(4096), PlanWish(), ROOMY)
