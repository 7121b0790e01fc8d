"""What is shown in the page."""
