"""The version of famkg."""

__version__ = "0.1.0"
