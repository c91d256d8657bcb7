"""llama-cpp-python with its bindings and nothing above them: what the engine loads is a third of the whole."""
