"""What people and data officers can do."""
