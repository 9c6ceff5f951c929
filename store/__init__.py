"""The record: what each source says, in whose words, and where. Knows no screen."""

__version__ = "0.1.0"
