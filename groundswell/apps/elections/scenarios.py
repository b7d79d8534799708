"""What a forecast may believe about the swing, and the models it is tested beside."""

from typing import Final

POLLS: Final = "polls"
NO_SWING: Final = "no-swing"
BLEND: Final = "blend"
# How long before polling day the figures of each scenario were known.
HORIZON_DAYS = {POLLS: 1, NO_SWING: 50}
EVEN = {POLLS: 0.5, NO_SWING: 0.5}

GROUNDSWELL: Final = "groundswell"
BY_NATION: Final = "uniform-by-nation"
NO_CHANGE: Final = "no-change"
