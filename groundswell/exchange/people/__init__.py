"""Lists of people in the formats that other tools write and read."""
