"""Builds native runtimes: the llama.cpp that the pinned llama-cpp-python brings, as folders of libraries.

`python -m tools.runtime cpu|vulkan|cuda|metal` makes one; the engine chooses among such folders by trying them.
"""
