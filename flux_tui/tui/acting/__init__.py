"""What a person does with entities: copying, exporting, deleting, and bringing back."""
