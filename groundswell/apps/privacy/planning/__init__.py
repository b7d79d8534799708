"""The work behind what people and data officers ask for."""
