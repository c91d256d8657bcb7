"""The one cipher that a desktop's keyring speaks, by the names that SecretStorage imports; the real one has 15 MB."""
