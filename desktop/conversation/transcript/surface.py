"""The scrolling surface: takes Qt's events and hands each to the part that knows what to do."""

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTouchEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from desktop.conversation.transcript.actions import Actions
from desktop.conversation.transcript.attention import Target
from desktop.conversation.transcript.caret import Caret
from desktop.conversation.transcript.flow import Flow
from desktop.conversation.transcript.input import (
    Focus,
    Keyboard,
    Mouse,
    Spot,
    Touch,
    make_menu,
    make_message_menu,
    spot_at,
    spot_of_keyboard,
    tip_of,
)
from desktop.conversation.transcript.layout import Surroundings
from desktop.conversation.transcript.painter import paint
from desktop.conversation.transcript.reading import Reading
from desktop.conversation.transcript.stage import Stage
from desktop.conversation.transcript.warmth import warmth_tip
from desktop.theme import own_viewport

_LEAST_WIDTH = 280
_STEP = 48  # pixels of one notch's third of the wheel


class Surface(QAbstractScrollArea):
    """Draws the messages of its `stage` and lets the user work with them."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setMinimumWidth(_LEAST_WIDTH)
        bar = self.verticalScrollBar()
        bar.setSingleStep(_STEP)
        bar.setEnabled(False)
        bar.rangeChanged.connect(lambda low, high: bar.setEnabled(high > low))  # no thumb where nothing scrolls
        viewport = self.viewport()
        viewport.setMouseTracking(True)
        viewport.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        viewport.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        flow = Flow(around, float(viewport.width()))
        self.stage = Stage(flow, Reading(self, flow), Caret(flow))
        # Their timers and signals end with the surface: it is their parent.
        self.actions_ = Actions(self.stage, self)
        self.focus_ = Focus(self.stage, self)
        self.mouse = Mouse(self.stage, self.actions_, self)
        self.touch = Touch(self.stage, self.actions_, self)
        self.touch.changed.connect(viewport.update)
        self.keyboard = Keyboard(self.stage, self.actions_, self.focus_, self)
        for changed in (self.actions_.acted, self.focus_.moved, self.mouse.changed, self.keyboard.changed):
            changed.connect(viewport.update)
        self.actions_.menu_requested.connect(self._on_menu_requested)
        around.highlighter.ready.connect(viewport.update)
        around.typesetter.ready.connect(self._on_formulas_ready)

    def look_anew(self, around: Surroundings) -> None:
        """Draw everything in other colours, sizes or words."""
        with self.stage.reading.steady():
            self.stage.flow.begin_anew(around)

    def _on_formulas_ready(self) -> None:
        """Lay out anew what is on screen and waited for its formulas."""
        with self.stage.reading.steady():
            pass  # what is stale is found by laying out

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is on screen."""
        painter = QPainter(self.viewport())
        paint(painter, QRectF(event.rect()), self.stage)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out in the new width; what is read stays where it is."""
        with self.stage.reading.steady():
            if event.size().width() != self.stage.flow.width:
                self.stage.flow.set_width(float(event.size().width()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002 - nothing is moved: all is drawn anew
        """Take note of the scroll bar."""
        self.mouse.leave()  # what was under the mouse has moved away
        self.stage.reading.on_scrolled()
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to select, or press a control."""
        self.mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select a word."""
        self.mouse.double_click(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on selecting, or show what is under the mouse."""
        self.mouse.move(event)
        if not event.buttons():
            self.viewport().setCursor(self.mouse.cursor_at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End selecting, or activate a control."""
        self.mouse.release(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll what is under the mouse sideways, or everything."""
        if self.mouse.wheel(event):
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand a key to the keyboard's part."""
        if not self.keyboard.press(event):
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the focus is when it came by keyboard."""
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.focus_.enter()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the focus."""
        self.stage.attention.shows_focus = False
        self.viewport().update()
        super().focusOutEvent(event)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 - Qt's signature
        """Let Tab go through the controls of a message before it leaves."""
        own = self.hasFocus() and self.focus_.next_control(forward=next)  # not that of an editor in it
        return own or super().focusNextPrevChild(next)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard:
            spot, point = spot_of_keyboard(self.stage)
        else:
            point = event.pos()
            spot = spot_at(self.stage, QPointF(point))
        self._open_menu(spot, self.viewport().mapToGlobal(point))

    def _open_menu(self, spot: Spot, point: QPoint) -> None:
        menu = make_menu(self, self.stage, self.actions_, self.keyboard, spot)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(point)

    def _on_menu_requested(self, target: Target) -> None:
        menu = make_message_menu(self, self.stage, self.actions_, target.message)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rect = self.stage.rect(target).translated(0.0, -self.stage.reading.scroll)
        menu.popup(self.viewport().mapToGlobal(rect.bottomLeft().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        """Show tool tips, and take note of the mouse leaving."""
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip:
            point = QPointF(event.pos())
            target = self.stage.target_at(point)
            text = warmth_tip(self.stage, point) if target is None else tip_of(self.stage, self.actions_, target)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        if isinstance(event, QTouchEvent) and self.touch.take(event):
            event.accept()
            return True
        if event.type() is QEvent.Type.Leave:
            self.mouse.leave()
        return super().viewportEvent(event)
