"""How often entities report, and who has fallen silent."""
