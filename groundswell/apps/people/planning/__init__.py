"""What takes long with many people: matching lists, looking for duplicates."""
