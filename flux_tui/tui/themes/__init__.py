"""How everything looks: our three themes beside Textual's, and which one a person has chosen."""
