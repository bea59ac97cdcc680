"""Devices and people from outside: homes that press and beat, caregivers who go, dispatchers who watch.

They speak only the public wire (HTTP and WebSocket), keep journals of their own, and at the end count what was lost.
They import nothing from the building they test.
"""
