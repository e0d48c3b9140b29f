"""Templates in the explorer: chosen, asked about, opened in the composer, saved from it."""
