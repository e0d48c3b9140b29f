"""Publishing with certainty: each event is sent once, and followed until it is in the state."""
