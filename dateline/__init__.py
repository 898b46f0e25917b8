"""Dateline: articles in, a timeline out, every event traced back to its sentence."""

__version__ = "0.8.0"
