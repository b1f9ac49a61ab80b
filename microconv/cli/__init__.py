"""The command line: reads arguments, calls the library, draws, and says how it went by its exit code."""
