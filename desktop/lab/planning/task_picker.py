"""The list of tasks, by where they come from, with a tick before those that are measured."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.lab.planning.versions_choice import VersionsChoice
from desktop.theme import Role, plain_label, text_button, tooltip, with_text
from models.lab import Origin, Task, asks_judge, runs_python
from models.texts import Phrasebook

_GAP = 8
_SIZE = QSize(320, 260)
_SHOWN = 400  # characters of a prompt in its tool tip
_TASK = Qt.ItemDataRole.UserRole


class TaskPicker(QWidget):
    """Shows tasks and says which are ticked; `edited` tells of each change. A tool tip has what is asked in `versions`.

    `new_requested`, `edit_requested` and `remove_requested` are about the user's own tasks.
    """

    edited = Signal()
    new_requested = Signal()
    edit_requested = Signal(object)  # Task
    remove_requested = Signal(object)

    def __init__(self, *, versions: VersionsChoice, say: Phrasebook) -> None:
        super().__init__()
        self._say = say
        self._versions = versions
        self._tree = QTreeWidget()
        self._tree.setHeaderHidden(True)
        self._tree.setRootIsDecorated(False)
        self._tree.setIndentation(with_text(14, self.font()))
        self._tree.setAccessibleName(say("lab.form.tasks"))
        self._tree.setMinimumHeight(with_text(_SIZE.height(), self.font()))
        self._new = text_button(say("lab.task.new"))
        self._edit = text_button(say("lab.task.edit"))
        self._remove = text_button(say("lab.task.remove"), Role.DANGER)
        self._count = plain_label(role=Role.HINT)
        row = QHBoxLayout()
        row.setSpacing(_GAP)
        for button in (self._new, self._edit, self._remove):
            row.addWidget(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(_GAP)
        column.addWidget(self._tree, 1)
        column.addWidget(self._count)
        column.addLayout(row)
        versions.edited.connect(self._on_versions)
        self._tree.itemChanged.connect(self._on_item_changed)
        self._tree.currentItemChanged.connect(self._on_current_changed)
        self._tree.itemActivated.connect(self._on_activated)
        self._new.clicked.connect(self.new_requested)
        self._edit.clicked.connect(lambda: self._tell_own(self.edit_requested))
        self._remove.clicked.connect(lambda: self._tell_own(self.remove_requested))
        self._on_current_changed(None)

    def show_tasks(self, tasks: Iterable[Task]) -> None:
        """Show tasks; those that were ticked stay so."""
        ticked = {task.id for task in self.current()}
        with QSignalBlocker(self._tree):
            self._tree.clear()
            known = tuple(tasks)
            for origin in Origin:
                here = [task for task in known if task.origin is origin]
                if here:
                    self._add_group(origin, here, ticked)
            self._tree.expandAll()
        self._tell()

    def all(self) -> tuple[Task, ...]:
        """Return every task that is shown."""
        return tuple(item.data(0, _TASK) for item in self._items())

    def current(self) -> tuple[Task, ...]:
        """Return the ticked tasks, in the order of the list."""
        return tuple(item.data(0, _TASK) for item in self._items() if item.checkState(0) is Qt.CheckState.Checked)

    def tick(self, tasks: Iterable[Task]) -> None:
        """Tick these tasks and no others."""
        wanted = {task.id for task in tasks}
        with QSignalBlocker(self._tree):
            for item in self._items():
                ticked = item.data(0, _TASK).id in wanted
                item.setCheckState(0, Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        self._tell()

    def _add_group(self, origin: Origin, tasks: list[Task], ticked: set[str]) -> None:
        group = QTreeWidgetItem([self._say(f"lab.origin.{origin.value}")])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        font = self.font()
        font.setBold(True)
        group.setFont(0, font)
        self._tree.addTopLevelItem(group)
        for task in tasks:
            item = QTreeWidgetItem([self._name(task)])
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setData(0, _TASK, task)
            item.setToolTip(0, self._tip(task))
            item.setCheckState(0, Qt.CheckState.Checked if task.id in ticked else Qt.CheckState.Unchecked)
            group.addChild(item)

    def _tip(self, task: Task) -> str:
        prompts = "\n\n".join(one.prompt for one in self._versions.of((task,)))
        return tooltip(*(prompts if len(prompts) <= _SHOWN else f"{prompts[:_SHOWN]}…").splitlines())

    def _on_versions(self) -> None:
        with QSignalBlocker(self._tree):
            for item in self._items():
                item.setToolTip(0, self._tip(item.data(0, _TASK)))
        self._tell()

    def _name(self, task: Task) -> str:
        name = self._say.phrase(task.label)
        if runs_python(task.check):
            return self._say("lab.task.with_note", name=name, note=self._say("lab.task.runs_code"))
        if asks_judge(task.check):
            return self._say("lab.task.with_note", name=name, note=self._say("lab.task.asks_judge"))
        return name

    def _items(self) -> list[QTreeWidgetItem]:
        groups = (self._tree.topLevelItem(place) for place in range(self._tree.topLevelItemCount()))
        children = (group.child(place) for group in groups if group for place in range(group.childCount()))
        return [child for child in children if child is not None]

    def _own(self) -> Task | None:
        item = self._tree.currentItem()
        task: Task | None = item.data(0, _TASK) if item is not None else None
        return task if task is not None and task.origin is Origin.OWN else None

    def _tell(self) -> None:
        self._count.setText(self._say("lab.form.tasks.count", count=len(self.current())))
        self.edited.emit()

    def _tell_own(self, signal: object) -> None:
        if (task := self._own()) is not None:
            signal.emit(task)  # type: ignore[attr-defined]

    def _on_item_changed(self) -> None:
        self._tell()

    def _on_current_changed(self, _item: object) -> None:
        own = self._own() is not None
        self._edit.setEnabled(own)
        self._remove.setEnabled(own)

    def _on_activated(self) -> None:
        self._tell_own(self.edit_requested)
