"""The doctor: what this installation consists of, whether each part works, and what to do where one does not.

`examine` looks at everything and returns a `Report`; that takes seconds. `sections` lays a report
out for a page or a terminal (`Section`, `Item`, `State`), `report_text` is what a person copies and sends;
`package_line` says how the program came here.
"""

from models.doctor.examine import examine
from models.doctor.layout import Item, Section, State, package_line, report_text, sections
from models.doctor.report import (
    BuildReport,
    DiskReport,
    EngineReport,
    FolderReport,
    MemoryReport,
    ModelReport,
    NvidiaReport,
    Report,
)

__all__ = [
    "BuildReport",
    "DiskReport",
    "EngineReport",
    "FolderReport",
    "Item",
    "MemoryReport",
    "ModelReport",
    "NvidiaReport",
    "Report",
    "Section",
    "State",
    "examine",
    "package_line",
    "report_text",
    "sections",
]
