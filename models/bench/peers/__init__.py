"""The programs that Tempera's engine is compared with, each of them a process of its own.

`LlamaServer` and `LlamaBench` are llama.cpp's own programs from a folder the user names (`peer_programs` says which lie
in it, as `PeerPrograms`), `Completion` is the usual way in Python, `llama_cpp.Llama.create_completion`, where
`completion_runs`.
"""

from models.bench.peers.completion import Completion, completion_runs
from models.bench.peers.found import PeerPrograms, peer_programs
from models.bench.peers.llama_bench import LlamaBench
from models.bench.peers.server import LlamaServer

__all__ = ["Completion", "LlamaBench", "LlamaServer", "PeerPrograms", "completion_runs", "peer_programs"]
