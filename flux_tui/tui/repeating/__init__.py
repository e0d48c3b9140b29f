"""Publishing again and again, with an end that is always in sight."""
