"""Tries a device: a small matrix product whose result is known."""

import ctypes
from contextlib import ExitStack
from typing import Any

from models.engine.worker.libraries import native_function

_INNER, _ROWS, _COLUMNS = 64, 32, 4
_LEFT, _RIGHT = 1.0, 0.5
_RIGHT_RESULT = _INNER * _LEFT * _RIGHT
_F32 = 0  # ggml_type
_HANDLE, _SIZE = ctypes.c_void_p, ctypes.c_size_t


class _Memory(ctypes.Structure):
    """ggml_init_params."""

    _fields_ = (("size", _SIZE), ("buffer", _HANDLE), ("no_alloc", ctypes.c_bool))


def try_device(name: str) -> str:
    """Let a device multiply two small matrices; return what is wrong with it, or nothing where it computes rightly.

    A device whose driver cannot run this build's code ends the process: for processes that may end.
    """
    with ExitStack() as resources:
        device = native_function("ggml_backend_dev_by_name", _HANDLE, ctypes.c_char_p)(name.encode())
        backend = native_function("ggml_backend_dev_init", _HANDLE, _HANDLE, ctypes.c_char_p)(device, None)
        if not backend:
            return "it does not start"
        resources.callback(native_function("ggml_backend_free", None, _HANDLE), backend)
        context = native_function("ggml_init", _HANDLE, _Memory)(_Memory(1 << 20, None, no_alloc=True))
        resources.callback(native_function("ggml_free", None, _HANDLE), context)
        result, graph = _product(context, backend, resources)
        if result is None:
            return "it has no memory for a small matrix"
        status = native_function("ggml_backend_graph_compute", ctypes.c_int, _HANDLE, _HANDLE)(backend, graph)
        if status != 0:
            return f"computing ended with status {status}"
        return _judge(result)


def _product(context: Any, backend: Any, resources: ExitStack) -> tuple[Any, Any]:
    """Return the tensor of the product and the graph that computes it; None where the device has no memory for them."""
    new = native_function("ggml_new_tensor_2d", _HANDLE, _HANDLE, ctypes.c_int, ctypes.c_int64, ctypes.c_int64)
    left, right = new(context, _F32, _INNER, _ROWS), new(context, _F32, _INNER, _COLUMNS)
    result = native_function("ggml_mul_mat", _HANDLE, _HANDLE, _HANDLE, _HANDLE)(context, left, right)
    graph = native_function("ggml_new_graph", _HANDLE, _HANDLE)(context)
    native_function("ggml_build_forward_expand", None, _HANDLE, _HANDLE)(graph, result)
    buffer = native_function("ggml_backend_alloc_ctx_tensors", _HANDLE, _HANDLE, _HANDLE)(context, backend)
    if not buffer:
        return None, None
    resources.callback(native_function("ggml_backend_buffer_free", None, _HANDLE), buffer)
    fill = native_function("ggml_backend_tensor_set", None, _HANDLE, _HANDLE, _SIZE, _SIZE)
    for tensor, value, columns in ((left, _LEFT, _ROWS), (right, _RIGHT, _COLUMNS)):
        values = (ctypes.c_float * (_INNER * columns))(*[value] * (_INNER * columns))
        fill(tensor, values, 0, ctypes.sizeof(values))
    return result, graph


def _judge(result: Any) -> str:
    values = (ctypes.c_float * (_ROWS * _COLUMNS))()
    get = native_function("ggml_backend_tensor_get", None, _HANDLE, _HANDLE, _SIZE, _SIZE)
    get(result, values, 0, ctypes.sizeof(values))
    wrong = next((value for value in values if value != _RIGHT_RESULT), None)
    return "" if wrong is None else f"it computes {wrong} where {_RIGHT_RESULT} is right"
