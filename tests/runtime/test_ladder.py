"""What is tried after memory ran out."""

from dataclasses import replace

from models.runtime import Backend, CacheType, DeviceMemory, Grade, MemoryPlan, PlanWish, next_plans, plan
from tests.runtime.test_planner import MIB, ROOMY, SHAPE

DEVICE = DeviceMemory("Vulkan0", Backend.VULKAN, total=4096 * MIB, free=4096 * MIB)
WISH = PlanWish(context=8192)


def steps(plans: tuple[MemoryPlan, ...]) -> list[tuple[int, int, str, int]]:
    return [(one.batch, one.layers, one.cache_type.value, one.context) for one in plans]


def failed(batch: int = 512, layers: int | None = None) -> MemoryPlan:
    return plan(SHAPE, DEVICE, replace(WISH, batch=batch, layers=layers), ROOMY)


def test_batch_layers_type_and_context_give_way_in_this_order_and_the_processor_comes_last() -> None:
    assert steps(next_plans(failed(), SHAPE, DEVICE, WISH, ROOMY)) == [
        (256, 11, "f16", 8192),
        (128, 11, "f16", 8192),
        (128, 8, "f16", 8192),
        (128, 5, "f16", 8192),
        (128, 2, "f16", 8192),
        (128, 2, "q8_0", 8192),
        (128, 2, "q8_0", 4096),
        (128, 2, "q8_0", 2048),
        (512, 0, "f16", 8192),
    ]


def test_each_needs_less_of_the_device_than_the_one_before() -> None:
    needed = [one.needed for one in (failed(), *next_plans(failed(), SHAPE, DEVICE, WISH, ROOMY))]
    assert needed == sorted(needed, reverse=True)
    assert len(set(needed)) == len(needed)


def test_trying_the_first_after_each_failure_comes_to_an_end_on_the_processor() -> None:
    tried = [failed()]
    while left := next_plans(tried[-1], SHAPE, DEVICE, WISH, ROOMY):
        tried.append(left[0])
        assert len(tried) < 20
    assert tried[-1].grade is Grade.CPU
    assert steps(tuple(tried[-5:])) == [
        (256, 0, "f16", 8192),
        (128, 0, "f16", 8192),
        (128, 0, "q8_0", 8192),
        (128, 0, "q8_0", 4096),
        (128, 0, "q8_0", 2048),
    ]


def test_what_has_given_way_already_is_not_tried_again() -> None:
    found = steps(next_plans(failed(batch=128, layers=5), SHAPE, DEVICE, WISH, ROOMY))
    assert found[0] == (128, 2, "f16", 8192)


def test_keys_and_values_that_cannot_be_quantized_are_left_alone() -> None:
    shape = replace(SHAPE, quantizable_kv=False)
    assert {one.cache_type for one in next_plans(failed(), shape, DEVICE, WISH, ROOMY)} == {CacheType.F16}


def test_plans_that_do_not_fit_what_is_free_now_are_left_out() -> None:
    busy = replace(DEVICE, free=1600 * MIB)  # 1,060 and 160 and 300 and a margin of 327 would need more
    found = steps(next_plans(failed(), SHAPE, busy, WISH, ROOMY))
    assert found[0] == (128, 8, "f16", 8192)


def test_nothing_is_offered_that_the_machines_memory_is_too_small_for() -> None:
    found = next_plans(failed(), SHAPE, DEVICE, WISH, 800 * MIB)
    assert [one.layers for one in found] == [11, 11, 8]


def test_after_the_smallest_plan_on_the_processor_there_is_nothing() -> None:
    smallest = plan(SHAPE, None, PlanWish(context=2048, batch=128, cache_type=CacheType.Q8_0), ROOMY)
    assert next_plans(smallest, SHAPE, DEVICE, WISH, ROOMY) == ()
