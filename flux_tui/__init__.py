"""flux-tui: watch, question and change a Flux world from the terminal."""
