"""The embedded engine: Flux's API on a log of its own.

A request passes the guard (``http``), becomes a draft at the door (``door``), is committed to the
log (``log``), and changes the state (``state``); then subscribers hear of it (``websockets``,
``tail``) and the request is answered.
"""
