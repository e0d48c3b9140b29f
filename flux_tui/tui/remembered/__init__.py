"""What an explorer remembers from one run to the next: how a person has arranged it."""
