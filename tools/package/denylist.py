"""What must not be in a package although something that is in it could use it, in one place.

Modules are left out before anything is collected, files afterwards. A test compares both with what the program imports.
"""

import re

NO_MODULES = (
    "IPython",
    "PIL",
    "_cffi_backend",
    "_pyrepl",
    "_pytest",
    "cffi",
    "click",
    "cryptography.exceptions",  # all of it but what stands in its place
    "cryptography.hazmat.bindings",
    "cryptography.x509",
    "curses",
    "diskcache",
    "doctest",
    "ensurepip",
    "gguf",
    "hf_xet",
    "huggingface_hub.cli",
    "huggingface_hub.inference",
    "hypothesis",
    "idlelib",
    "lib2to3",
    "llama_cpp._ggml",  # all of it but the bindings
    "llama_cpp._internals",
    "llama_cpp._logger",
    "llama_cpp._utils",
    "llama_cpp.llama",
    "llama_cpp.llama_cache",
    "llama_cpp.llama_chat_format",
    "llama_cpp.llama_cpp_ext",
    "llama_cpp.llama_grammar",
    "llama_cpp.llama_speculative",
    "llama_cpp.llama_tokenizer",
    "llama_cpp.llama_types",
    "llama_cpp.llava_cpp",
    "llama_cpp.mtmd_cpp",
    "llama_cpp.server",
    "matplotlib",
    "models.bench.peers.completion_program",  # its Python is the one of a source tree
    "mypy",
    "numpy._core._multiarray_tests",
    "numpy._core._operand_flag_tests",
    "numpy._core._rational_tests",
    "numpy._core._simd",
    "numpy._core._struct_ufunc_tests",
    "numpy._core._umath_tests",
    "numpy._pyinstaller",
    "numpy.conftest",
    "numpy.distutils",
    "numpy.f2py",
    "numpy.fft",
    "numpy.random",
    "numpy.testing",
    "numpy.tests",
    "pdb",
    "pip",
    "pycparser",
    "pydoc",
    "pydoc_data",
    "pytest",
    "readline",
    "requests",
    "rich",
    "rlcompleter",
    "setuptools",
    "test",
    "tkinter",
    "turtle",
    "typer",
    "unittest",
    "urllib3",
    "venv",
)
"""Modules that are in no program, each with all that is below it."""

_NO_FILES = (
    r"/translations/",  # our texts are our own
    r"llama_cpp/lib/",  # the native builds are laid out beside the programs
    r"(^|/)(PySide6/|lib)Qt6?(Designer|EglF[Ss]|Help|Multimedia|OpenGL|Pdf|Positioning|Print|Qml|Quick|Sql|Test|VirtualKeyboard|Xml)",
    r"/plugins/(egldeviceintegrations|generic|networkinformation|printsupport|sqldrivers|tls|xcbglintegrations)/",
    r"/plugins/wayland-graphics-integration-client/",
    r"/plugins/imageformats/[^/]*q(gif|icns|jpeg|pdf|tga|tiff|wbmp|webp)",
    r"/plugins/platforms/[^/]*q(eglfs|linuxfb|minimal|vkkhrdisplay|vnc|direct2d)",
    r"/plugins/platforminputcontexts/[^/]*virtualkeyboard",
    r"(^|/)opengl32sw\.dll$",  # nothing is drawn by OpenGL
    r"(^|/)d3dcompiler_\d+\.dll$",
    r"\.dist-info/(RECORD|INSTALLER|WHEEL|REQUESTED|direct_url\.json|sboms/.*|licenses/.*)$",
    r"\.egg-info/(SOURCES|dependency_links|requires|top_level)\.txt$",
    r"(^|/)(benchmarks|tests?)/",
    r"(^|/)QtDBus\.",
    r"\.dist-info/licen[cs]e",
    r"\.(pyi|pxd|h|c|cpp)$",
    r"^resources/(licences|packaging)/",
)
_FILES = re.compile("|".join(_NO_FILES))

_BUNDLED = re.compile(
    r"lib(python3|sqlite3|ffi|bz2|lzma|uuid|yaml|gomp)\b|"
    r"libxcb-(cursor|icccm|image|keysyms|render-util|util|xkb)\b|libxkbcommon(-x11)?\b"
)
"""Of Linux's own libraries those that a package brings: Python's, and those that a desktop need not have.

All others belong to the system: drivers of graphics cards are loaded into the same process and need its own, newer
ones, C++'s above all; and it mends OpenSSL's faults sooner than a package could. Where the glibc is new enough for the
package, OpenSSL 3 is there.
"""


def is_module_left_out(module: str) -> bool:
    """Say whether a module is in no program."""
    return any(module == one or module.startswith(f"{one}.") for one in NO_MODULES)


def is_file_left_out(name: str, *, origin: str = "") -> bool:
    """Say whether a collected file is left out: `name` is its place in the package, `origin` where it comes from."""
    path = name.replace("\\", "/")
    if _FILES.search(path):
        return True
    of_the_system = origin.startswith(("/lib/", "/lib64/", "/usr/lib/", "/usr/lib64/"))
    return of_the_system and "/" not in path and _BUNDLED.match(path) is None
