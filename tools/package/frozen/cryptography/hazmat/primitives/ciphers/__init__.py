"""AES with 128 bits in CBC mode, by the OpenSSL that Python's own modules use. Padding is the caller's."""

import ctypes
import ssl

_PLACES = ("libcrypto.so.3", "libcrypto.so.1.1")
_BLOCK = 16
_ENCRYPT, _DECRYPT = 1, 0


class algorithms:  # noqa: N801 - these are modules where the real ones are
    """The ciphers."""

    class AES:
        """AES with a key of 16 bytes. Raises ValueError for any other."""

        def __init__(self, key: bytes) -> None:
            if len(key) != _BLOCK:
                raise ValueError("the key must have 16 bytes")
            self.key = bytes(key)


class modes:  # noqa: N801
    """The modes."""

    class CBC:
        """Each block is mixed with the one before, the first with 16 bytes. Raises ValueError for any other number."""

        def __init__(self, first: bytes) -> None:
            if len(first) != _BLOCK:
                raise ValueError("the first block must have 16 bytes")
            self.first = bytes(first)


class Cipher:
    """A cipher in a mode."""

    def __init__(self, algorithm: algorithms.AES, mode: modes.CBC, backend: None = None) -> None:
        del backend
        self._key, self._first = algorithm.key, mode.first

    def encryptor(self) -> "_Context":
        """Return what encrypts one message."""
        return _Context(self._key, self._first, _ENCRYPT)

    def decryptor(self) -> "_Context":
        """Return what decrypts one message."""
        return _Context(self._key, self._first, _DECRYPT)


class _Context:
    """One message on its way through OpenSSL. Raises ValueError where that refuses it."""

    def __init__(self, key: bytes, first: bytes, direction: int) -> None:
        self._library = _openssl()
        self._context = ctypes.c_void_p(self._library.EVP_CIPHER_CTX_new())
        cipher = ctypes.c_void_p(self._library.EVP_aes_128_cbc())
        self._check(self._library.EVP_CipherInit_ex(self._context, cipher, None, key, first, direction))
        self._check(self._library.EVP_CIPHER_CTX_set_padding(self._context, 0))

    def update(self, data: bytes) -> bytes:
        """Return what is finished of the message with this part of it."""
        out, length = ctypes.create_string_buffer(len(data) + _BLOCK), ctypes.c_int()
        self._check(self._library.EVP_CipherUpdate(self._context, out, ctypes.byref(length), data, len(data)))
        return out.raw[: length.value]

    def finalize(self) -> bytes:
        """Return the rest of the message, which must end with a whole block."""
        out, length = ctypes.create_string_buffer(2 * _BLOCK), ctypes.c_int()
        self._check(self._library.EVP_CipherFinal_ex(self._context, out, ctypes.byref(length)))
        return out.raw[: length.value]

    def __del__(self) -> None:
        self._library.EVP_CIPHER_CTX_free(self._context)

    @staticmethod
    def _check(result: int) -> None:
        if result != 1:
            raise ValueError("OpenSSL refuses the message")


def _openssl() -> ctypes.CDLL:
    """Return OpenSSL's library, the very one that the module `ssl` has loaded. Raises OSError where it has another."""
    name = _PLACES[0] if ssl.OPENSSL_VERSION_INFO >= (3,) else _PLACES[1]
    library = ctypes.CDLL(name)
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for function, result, arguments in (
        ("EVP_CIPHER_CTX_new", pointer, ()),
        ("EVP_CIPHER_CTX_free", None, (pointer,)),
        ("EVP_aes_128_cbc", pointer, ()),
        ("EVP_CipherInit_ex", number, (pointer, pointer, pointer, text, text, number)),
        ("EVP_CIPHER_CTX_set_padding", number, (pointer, number)),
        ("EVP_CipherUpdate", number, (pointer, text, pointer, text, number)),
        ("EVP_CipherFinal_ex", number, (pointer, text, pointer)),
    ):
        symbol = getattr(library, function)
        symbol.restype, symbol.argtypes = result, arguments
    return library
