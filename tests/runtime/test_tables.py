"""Plans for the known models on made-up devices, worked out by hand.

Sizes of R1 1.5B in Q4_K_M: the embeddings are 1,536 x 151,936 weights in Q4_K (144 bytes for 256), 131,272,704 bytes
that stay in the machine's memory. The file has 1,117,320,800 bytes, of which 5,950,560 are no weights; 980,097,536 are
left for the device: the output, 233,373,696 weights in Q6_K (210 bytes for 256) and 6,144 bytes of norms, 191,445,504;
14 layers of 29,990,912 bytes, stored with more bits (0-2, 5, 8, 11, 14, 17, 20, 23-27), and 14 of 26,341,376. A token
takes 28,672 bytes of keys and values in F16, 1,024 a layer: with 8,192 tokens 8,388,608 a layer.

Sizes of Qwen2.5 7B in Q4_K_M: embeddings 3,584 x 152,064 weights, 306,561,024 bytes. The file has 4,683,074,240, of
which 5,954,240 are no weights; 4,370,558,976 are left: output 447,082,496, 14 layers of 149,112,832 and 14 of
131,135,488, the same ones. A token takes 57,344 bytes: with 8,192 tokens 16,777,216 a layer.

Beside it a CUDA device gives 300 MiB = 314,572,800 bytes to computing, 400 MiB = 419,430,400 to its driver, and leaves
free 256 MiB = 268,435,456 or 8 % of its memory.
"""

import pytest

from models.catalog import known_model
from models.runtime import Backend, CacheType, DeviceMemory, Grade, ModelShape, PlanWish, plan, shape_of_known

GIB = 1 << 30
ROOMY = 64 * GIB

R1, QWEN = "deepseek-r1-distill-qwen-1.5b", "qwen2.5-7b-instruct"

COMPUTE, OVERHEAD = 314_572_800, 419_430_400


def shape(model: str, quantization: str = "Q4_K_M") -> ModelShape:
    known = known_model(model)
    assert known is not None
    found = shape_of_known(known, quantization)
    assert found is not None
    return found


def device(gibibytes: int, backend: Backend = Backend.CUDA) -> DeviceMemory:
    return DeviceMemory("CUDA0", backend, total=gibibytes * GIB, free=gibibytes * GIB)


@pytest.mark.parametrize(
    ("model", "gibibytes", "layers", "weights", "kv", "margin", "grade"),
    [
        # 2,147,483,648 - 268,435,456 - 314,572,800 - 419,430,400 = 1,145,044,992 bytes are left. All would need
        # 980,097,536 + 234,881,024 = 1,214,978,560. Without layer 0 it is 29,990,912 + 8,388,608 less, 1,176,599,040;
        # without layer 1 too 1,138,219,520: the output and 26 layers.
        (R1, 2, 27, 920_115_712, 218_103_808, 268_435_456, Grade.PARTLY),
        (R1, 4, 29, 980_097_536, 234_881_024, 343_597_383, Grade.FITS),
        (R1, 6, 29, 980_097_536, 234_881_024, 515_396_075, Grade.FITS),
        (R1, 8, 29, 980_097_536, 234_881_024, 687_194_767, Grade.FITS),
        (R1, 12, 29, 980_097_536, 234_881_024, 1_030_792_151, Grade.FITS),
        # Of 1,145,044,992 the output takes 447,082,496; 697,962,496 hold four of the last layers, each 149,112,832 and
        # 16,777,216 for its keys and values, and 34,402,304 are over.
        (QWEN, 2, 5, 1_043_533_824, 67_108_864, 268_435_456, Grade.PARTLY),
        # 4,294,967,296 - 343,597,383 - 734,003,200 = 3,217,366,713; without the output 2,770,284,217. Layers 27 to 11
        # are nine of 165,890,048 and eight of 147,912,704, 2,676,312,064 together; 93,972,153 are too few for the next.
        (QWEN, 4, 18, 2_838_181_888, 285_212_672, 343_597_383, Grade.PARTLY),
        # 6,442,450,944 - 515,396,075 - 734,003,200 = 5,193,051,669; all need 4,370,558,976 + 469,762,048.
        (QWEN, 6, 29, 4_370_558_976, 469_762_048, 515_396_075, Grade.FITS),
        (QWEN, 8, 29, 4_370_558_976, 469_762_048, 687_194_767, Grade.FITS),
        (QWEN, 12, 29, 4_370_558_976, 469_762_048, 1_030_792_151, Grade.FITS),
    ],
)
def test_plans_for_8192_tokens(
    model: str, gibibytes: int, layers: int, weights: int, kv: int, margin: int, grade: Grade
) -> None:
    found = plan(shape(model), device(gibibytes), PlanWish(context=8192), ROOMY)
    assert (found.layers, found.all_layers, found.context) == (layers, 29, 8192)
    assert (found.weights, found.kv) == (weights, kv)
    assert (found.compute, found.overhead, found.margin) == (COMPUTE, OVERHEAD, margin)
    assert found.grade is grade


@pytest.mark.parametrize(
    ("model", "context", "cache_type", "mebibytes"),
    [
        *[
            (QWEN, context, CacheType.F16, kv)
            for context, kv in ((4096, 224), (8192, 448), (16384, 896), (32768, 1792))
        ],
        *[(R1, context, CacheType.F16, kv) for context, kv in ((4096, 112), (8192, 224), (32768, 896), (131072, 3584))],
        *[(QWEN, context, CacheType.Q8_0, kv) for context, kv in ((8192, 238), (32768, 952))],
        *[(R1, context, CacheType.Q8_0, kv) for context, kv in ((8192, 119), (32768, 476))],
        *[(QWEN, 32768, CacheType.Q4_0, 504), (R1, 32768, CacheType.Q4_0, 252)],
    ],
)
def test_keys_and_values_of_known_models(model: str, context: int, cache_type: CacheType, mebibytes: int) -> None:
    found = shape(model)
    assert found.kv_bytes(context, cache_type, found.all_layers) == mebibytes << 20


@pytest.mark.parametrize(
    ("model", "quantization", "device_bytes", "embeddings"),
    [
        (QWEN, "Q4_K_M", 4_370_558_976, 306_561_024),
        (QWEN, "Q5_K_M", 5_064_192_000, 374_685_696),
        (QWEN, "Q6_K", 5_801_177_088, 447_068_160),  # llama.cpp logged a buffer of 5,532.43 MiB
        (QWEN, "Q8_0", 7_513_511_936, 579_059_712),
        (R1, "Q4_K_M", 980_097_536, 131_272_704),
        (R1, "Q5_K_M", 1_119_099_392, 160_444_416),
        (R1, "Q6_K", 1_266_788_864, 191_439_360),
        (R1, "Q8_0", 1_640_622_080, 247_959_552),
    ],
)
def test_weights_of_known_models(model: str, quantization: str, device_bytes: int, embeddings: int) -> None:
    found = shape(model, quantization)
    assert (found.device_weights(found.all_layers), found.input_bytes) == (device_bytes, embeddings)
    assert found.host_weights(found.all_layers) == embeddings
    assert found.device_weights(0) == 0
