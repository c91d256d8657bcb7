"""The LaTeX of a formula as MathML.

`mathml` is for a web page; `formula_element` is the tree that the window sets, in which `Rules` say where the lines of
an array are. Both give None for what cannot be set as it was meant.
"""

from models.markdown.latex.arrays import Rules
from models.markdown.latex.convert import formula_element
from models.markdown.latex.page import mathml

__all__ = ["Rules", "formula_element", "mathml"]
