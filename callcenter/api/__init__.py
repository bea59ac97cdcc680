"""The doors: HTTP and WebSocket on one side, flow on the other. No rules, no SQL; one file for what each visitor wants."""
