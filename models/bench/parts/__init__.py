"""What is measured, a module for each part. Every function yields the steps it takes and returns its figures."""

from models.bench.parts.ahead import measure_ahead
from models.bench.parts.decode import measure_decode
from models.bench.parts.many import measure_many
from models.bench.parts.prompt import measure_prompt
from models.bench.parts.resume import measure_resume
from models.bench.parts.stopping import measure_stop
from models.bench.parts.structured import measure_json
from models.bench.parts.window import measure_window

__all__ = [
    "measure_ahead",
    "measure_decode",
    "measure_json",
    "measure_many",
    "measure_prompt",
    "measure_resume",
    "measure_stop",
    "measure_window",
]
