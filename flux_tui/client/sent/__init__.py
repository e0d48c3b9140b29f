"""The ledger: everything that a person sent to one server, kept on disk before it leaves."""
