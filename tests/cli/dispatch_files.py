"""Small files of a campaign for the tests of `dispatch`."""

import numpy as np

from tests.cli.forecast_files import write

SEAT_HEAD = "seat_code,lead_votes,lead_sd,reachable".split(",")
SHIFT_HEAD = "shift_id,seat_code,slot,lon,lat,places".split(",")
PEOPLE_HEAD = "volunteer_id,lon,lat,max_minutes,mode,car_seats,trained,slots".split(",")
SEATS = [["N1", -300, 2500, 20000], ["S1", 900, 2500, 20000], ["S2", -2500, 2500, 15000]]
SHIFTS = [
    ["n-am", "N1", "sat-am", 0.10, 51.10, 5],
    ["n-pm", "N1", "sat-pm", 0.10, 51.10, 8],
    ["s-am", "S1", "sat-am", 0.00, 51.00, 6],
    ["s2-pm", "S2", "sat-pm", -0.10, 51.05, 4],
]


def people(count=30):
    """Rows of volunteers around the shifts."""
    rng = np.random.default_rng(1)
    return [
        [
            f"v{k}",
            round(rng.uniform(-0.2, 0.2), 4),
            round(rng.uniform(50.9, 51.2), 4),
            int(rng.choice([20, 40, 60])),
            str(rng.choice(["car", "transit", "walk"], p=[0.6, 0.3, 0.1])),
            0,
            k % 2,
            str(rng.choice(["sat-am", "sat-pm", "sat-am sat-pm", ""], p=[0.4, 0.3, 0.2, 0.1])),
        ]
        for k in range(count)
    ]


def campaign(folder, **changes):
    """Write the three files and return the arguments of a command that reads them.

    seats, shifts, volunteers: (header, rows) in place of the usual ones.
    """
    usual = {
        "seats": (SEAT_HEAD, SEATS),
        "shifts": (SHIFT_HEAD, SHIFTS),
        "volunteers": (PEOPLE_HEAD, people()),
    }
    arguments = ["dispatch"]
    for name, (header, rows) in {**usual, **changes}.items():
        path = write(folder / f"{name}.csv", rows, header)
        arguments += [f"--{name}", path]
    return [*arguments, "--out", folder / "plan"]
