"""What screens are put together from: every one draws itself line by line."""
