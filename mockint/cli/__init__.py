"""Commands: arguments in, text and exit codes out."""
