"""What the parts of a benchmark share: the plan, the work, the programs, and the engine that is asked."""

from dataclasses import dataclass

from models.bench.common import Common
from models.bench.engine import Prompts
from models.bench.peers import PeerPrograms
from models.bench.plan import BenchPlan, Workload
from models.engine import Loaded, ProcessEngine


@dataclass(frozen=True)
class Setting:
    """What is measured, with what, on what.

    `roomy`: several programs can hold the model at the same time. `depth` is the length of the prompt behind which all
    programs decode, in tokens.
    """

    plan: BenchPlan
    work: Workload
    loaded: Loaded
    common: Common
    peers: PeerPrograms
    roomy: bool
    depth: int


@dataclass(frozen=True)
class Session:
    """A setting with an engine that has loaded the model, and questions for it."""

    setting: Setting
    engine: ProcessEngine
    prompts: Prompts

    @property
    def work(self) -> Workload:
        """How much there is to do."""
        return self.setting.work
