"""What operators need beside the site itself."""
