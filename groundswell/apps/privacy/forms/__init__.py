"""What people and data officers type."""
