"""The ledger's screen: everything a person sent to this server, and what has become of it."""
