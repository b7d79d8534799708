"""What people type: about plans, about a seat, about themselves."""
