"""A conversation on paper: `PdfPrinting` writes messages as a PDF file, drawn as on screen in the light look.

`PrintChoice` says what goes in beside questions and answers.
"""

from desktop.conversation.transcript.printing.pdf_printing import PdfPrinting
from desktop.conversation.transcript.printing.printed_message import PrintChoice

__all__ = ["PdfPrinting", "PrintChoice"]
