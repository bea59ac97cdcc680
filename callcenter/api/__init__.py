"""The doors: HTTP and WebSocket on one side, flow on the other.

No rules and no SQL here; one file for what each visitor wants.
"""
