"""Helper processes: native code that may crash or hang runs in one of them, never in the engine."""
