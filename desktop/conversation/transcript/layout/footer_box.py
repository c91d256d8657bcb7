"""The row under a message: its buttons, its version, and the quiet line with the temperature's badge."""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.conversation.transcript.controls import Control, ControlKind
from desktop.conversation.transcript.layout.box import Box, Ink, State
from desktop.conversation.transcript.layout.button import BUTTON, ICON, paint_back, paint_button, paint_labelled
from desktop.conversation.transcript.layout.surroundings import Surroundings
from desktop.conversation.transcript.look import metrics
from desktop.conversation.transcript.view import FooterView, MessageView
from desktop.theme import mixed

_ICONS: Final = {
    ControlKind.CONTINUE: "continue",
    ControlKind.COPY: "copy",
    ControlKind.EDIT: "edit",
    ControlKind.MORE: "more",
    ControlKind.REGENERATE: "regenerate",
    ControlKind.PREVIOUS: "chevron-left",
    ControlKind.NEXT: "chevron-right",
}
_GAP: Final = 4.0
_BADGE_PAD: Final = 8.0
_BADGE_TINT: Final = 0.22  # how much of the temperature's colour is in the badge
_LABEL_PAD: Final = 8.0
_LEAST_LINE: Final = 60.0  # a shorter line says nothing: it moves to a row of its own


def is_enabled(control: Control, view: MessageView) -> bool:
    """Return whether a control of the row can be used now."""
    if control.kind is ControlKind.PREVIOUS:
        return view.sibling > 1
    return control.kind is not ControlKind.NEXT or view.sibling < view.siblings


class FooterBox(Box):
    """Buttons at the left, then badge and line; at the right edge for the user's own messages."""

    def __init__(self, around: Surroundings, width: float, view: MessageView, controls: list[Control]) -> None:
        self._around = around
        self._look = around.look
        self._view = view
        self._side = self._look.scaled(BUTTON)
        self._count = ""
        self._count_rect = QRectF()
        self._rects: dict[Control, QRectF] = {}
        height = self._place(width, controls)
        super().__init__(width, height)

    def _place(self, width: float, controls: list[Control]) -> float:
        # The icons, not the space around them, stand in line with the text.
        labelled = bool(controls) and controls[0].kind is ControlKind.CONTINUE
        inset = 0.0 if labelled else (self._side - self._look.scaled(ICON)) / 2
        x = -inset if self._view.is_answer else width - self._buttons_width(controls) + inset
        height = self._side
        for control in controls:
            if control.kind is ControlKind.RECORD:
                if width - x < self._badge_width() + _LEAST_LINE:
                    x, height = -_GAP, 2 * self._side
                elif len(self._rects) > 0:
                    x += _GAP
                length = min(self._record_width(), width - x)
                self._rects[control] = QRectF(x, height - self._side, length, self._side)
                continue
            if control.kind is ControlKind.NEXT:
                x = self._place_count(x)
            length = self._button_width(control)
            self._rects[control] = QRectF(x, 0.0, length, self._side)
            x += length + (0.0 if control.kind is ControlKind.PREVIOUS else _GAP)
        return height

    def _place_count(self, x: float) -> float:
        self._count = self._around.say("transcript.sibling", number=self._view.sibling, count=self._view.siblings)
        width = metrics(self._look.small).horizontalAdvance(self._count)
        self._count_rect = QRectF(x, 0.0, width, self._side)
        return x + width

    def _buttons_width(self, controls: list[Control]) -> float:
        width = sum(self._button_width(control) + _GAP for control in controls if control.kind in _ICONS) - _GAP
        if self._view.siblings > 1:
            count = self._around.say("transcript.sibling", number=self._view.sibling, count=self._view.siblings)
            width += metrics(self._look.small).horizontalAdvance(count) - _GAP
        return width

    def _button_width(self, control: Control) -> float:
        if control.kind is not ControlKind.CONTINUE:
            return self._side
        label = metrics(self._look.small).horizontalAdvance(self._around.say("transcript.continue"))
        return self._look.scaled(ICON) + label + 3 * _LABEL_PAD

    def paint(self, painter: QPainter, clip: QRectF, ink: Ink) -> None:  # noqa: ARG002 - it is one row
        """Draw the row."""
        for control, rect in self._rects.items():
            state = ink.state(control)
            if control.kind is ControlKind.RECORD:
                self._paint_record(painter, rect, state)
            elif control.kind is ControlKind.CONTINUE:
                label = self._around.say("transcript.continue")
                paint_labelled(painter, rect, _ICONS[control.kind], label, self._look, state)
            else:
                enabled = is_enabled(control, self._view)
                drawn = state if enabled else state & State.FOCUSED
                paint_button(painter, rect, _ICONS[control.kind], self._look, drawn, enabled=enabled)
        if self._count:
            self._write(painter, self._count_rect, self._count, self._look.theme.colour("muted"))

    def _paint_record(self, painter: QPainter, rect: QRectF, state: State) -> None:
        footer = self._view.footer
        if footer is None:
            return
        paint_back(painter, rect, self._look, state)
        badge = QRectF(rect.left() + _GAP, 0.0, self._badge_width(), metrics(self._look.small).height() + 4.0)
        badge.moveTop(rect.top() + (rect.height() - badge.height()) / 2)
        heat = self._look.temperature(footer.position)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(self._look.theme.colour("surface"), heat, _BADGE_TINT))
        painter.drawRoundedRect(badge, badge.height() / 2, badge.height() / 2)
        painter.setBrush(heat)
        radius = badge.height() / 2 - 6.0
        painter.drawEllipse(QPointF(badge.left() + _BADGE_PAD + radius, badge.center().y()), radius, radius)
        label = badge.adjusted(_BADGE_PAD + 2 * radius + 5.0, 0.0, -_BADGE_PAD + 1.0, 0.0)
        self._write(painter, label, _badge_text(footer), self._look.theme.colour("text"))
        line = QRectF(badge.right() + _BADGE_PAD, rect.top(), 0.0, rect.height())
        line.setRight(rect.right() - _GAP)
        shown = metrics(self._look.small).elidedText(footer.line, Qt.TextElideMode.ElideRight, line.width())
        self._write(painter, line, shown, self._look.theme.colour("text" if state else "muted"))

    def _write(self, painter: QPainter, rect: QRectF, text: str, colour: QColor) -> None:
        painter.setFont(self._look.small)
        painter.setPen(colour)
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, text)

    def _badge_width(self) -> float:
        if self._view.footer is None:
            return 0.0
        measures = metrics(self._look.small)
        dot = measures.height() + 4.0 - 12.0
        return measures.horizontalAdvance(_badge_text(self._view.footer)) + dot + 5.0 + 2 * _BADGE_PAD

    def _record_width(self) -> float:
        line = self._view.footer.line if self._view.footer else ""
        return self._badge_width() + metrics(self._look.small).horizontalAdvance(line) + 3 * _BADGE_PAD

    def control_at(self, point: QPointF) -> Control | None:
        """Return the control under `point`."""
        return next((control for control, rect in self._rects.items() if rect.contains(point)), None)

    def control_rect(self, control: Control) -> QRectF:
        """Return where a control is."""
        return self._rects.get(control, QRectF())


def _badge_text(footer: FooterView) -> str:
    return " \u00b7 ".join(part for part in (footer.mode, footer.temperature) if part)
