"""What was measured, as bars: ours and theirs for each figure, how they compare, and what it should be."""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from desktop.bench.bar import Bar
from desktop.theme import Role, Theme, set_role
from models.bench import BenchReport, Row, beside_text, ours_text, ratio_text, rows, target_text, theirs_text
from models.texts import Phrasebook

_GAP = 12
_BETWEEN = 14
_NEAR = 4
_NAME, _BAR, _VALUE, _RATIO, _TARGET, _COLUMNS = range(6)


class FiguresView(QWidget):
    """Shows a report; one that grows may be shown again and again."""

    def __init__(self, *, say: Phrasebook, theme: Theme) -> None:
        super().__init__()
        self._say = say
        self._theme = theme
        self._bars: list[Bar] = []
        self._line = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(_GAP)
        self._grid.setVerticalSpacing(_NEAR)
        self._grid.setColumnStretch(_BAR, 1)

    def show_report(self, report: BenchReport | None) -> None:
        """Show what a report has, None for nothing."""
        self._bars.clear()
        self._line = 0
        while (item := self._grid.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for line in range(self._grid.rowCount()):
            self._grid.setRowMinimumHeight(line, 0)
        for name, group in groupby(rows(report) if report else (), key=lambda row: row.name):
            self._add_figure(name, tuple(group))

    def apply_theme(self, theme: Theme) -> None:
        """Take the colours of a theme."""
        self._theme = theme
        for bar in self._bars:
            bar.apply_theme(theme)

    def _add_figure(self, name: str, group: Sequence[Row]) -> None:
        say, first = self._say, group[0]
        if self._line:
            self._grid.setRowMinimumHeight(self._line, _BETWEEN - 2 * _NEAR)
            self._line += 1
        heading = self._label(say(f"bench.figure.{name}"), Role.HEADING)
        self._grid.addWidget(heading, self._line, _NAME, 1, _COLUMNS)
        self._line += 1
        bound = _bound(first)
        longest = max(value for row in group for value in (row.ours, row.theirs, bound) if value is not None)
        figure = heading.text()
        ours = say("bench.column.ours")
        comparable = first.beside is not None or bound is not None
        self._add_bar(
            figure, ours, ours_text(first, say), _part(first.ours, longest) if comparable else None, ours=True
        )
        if bound is not None:
            self._bars[-1].set_mark(bound / longest)
        if first.beside is None:
            self._add_verdict(first, ratio="")
        self._line += 1
        for row in group:
            if row.beside is not None:
                part = _part(row.theirs, longest)
                self._add_bar(figure, beside_text(row, say), theirs_text(row, say), part, ours=False)
                self._add_verdict(row, ratio=ratio_text(row))
                self._line += 1

    def _add_bar(self, figure: str, name: str, value: str, part: float | None, *, ours: bool) -> None:
        self._grid.addWidget(self._label(name, None if ours else Role.HINT), self._line, _NAME)
        shown = self._label(value, None if ours else Role.HINT)
        shown.setAccessibleName(f"{figure}, {name}: {value}")
        self._grid.addWidget(shown, self._line, _VALUE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if part is not None:
            bar = Bar(part, ours=ours, theme=self._theme)
            self._bars.append(bar)
            self._grid.addWidget(bar, self._line, _BAR)

    def _add_verdict(self, row: Row, *, ratio: str) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if ratio:
            self._grid.addWidget(self._label(ratio, None), self._line, _RATIO, right)
        target = target_text(row, self._say)
        if target:
            met = row.meets_target
            self._grid.addWidget(self._label(target, Role.GOOD if met else Role.CAUTION), self._line, _TARGET)

    @staticmethod
    def _label(text: str, role: Role | None) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role is not None:
            set_role(label, role)
        return label


def _bound(row: Row) -> float | None:
    """Return the target of a figure that stands alone, in its own unit."""
    if row.beside is not None or row.target is None:
        return None
    return row.target.low if row.target.high is None else row.target.high


def _part(value: float | None, longest: float) -> float:
    return (value or 0.0) / longest if longest else 0.0
