"""An editor of JSON text, quick and safe with any text: colours, brackets, a mistake's place."""
