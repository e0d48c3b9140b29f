"""The past of one entity: the events that a server keeps of it, and what each of them did."""
