"""What reaches the terminal: of each frame that Textual writes only what stands there otherwise."""
