"""Telling people what happened to their visit, once. Writes letters; reaches the database through ports alone."""
