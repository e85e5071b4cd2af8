"""The rules of booking. Standard library alone: no clock, no environment, no I/O; "now" and ids are arguments."""
