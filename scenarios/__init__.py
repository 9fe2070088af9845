"""What happens: scenarios, casts and maps; the composition root, the drivers, replay, and the command line."""

from importlib.metadata import version

VERSION = version("taoyuan")
"""The version that is stored with a run."""
