"""Settings of every suite."""

from hypothesis import settings

# How long an example takes depends on what else the machine does: no timed assertions.
settings.register_profile("medbook", deadline=None)
settings.load_profile("medbook")
