"""Properties are about numbers, not about time: a busy machine must not fail them."""

from hypothesis import settings

settings.register_profile("convergence", deadline=None)
settings.load_profile("convergence")
