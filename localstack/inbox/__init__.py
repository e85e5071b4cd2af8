"""The mail server of one machine: takes every mail, delivers none, and shows them in the browser."""
