"""Many events at once from one that is written: for each entity, or numbered, or in steps of time.

``asking`` reads what is typed, ``making`` makes the events, ``written`` takes what the composer
holds for a template.
"""
