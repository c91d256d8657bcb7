"""Whether a model fits: the page that shows a memory plan, live as the user moves context and layers.

`PlanPage` shows a `models.runtime.MemoryPlan`.
"""

from desktop.library.fitting.plan_page import PlanPage

__all__ = ["PlanPage"]
