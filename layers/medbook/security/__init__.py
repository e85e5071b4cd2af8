"""Passwords: how they are kept and how hard they are to guess. Knows the domain alone."""
