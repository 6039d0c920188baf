"""Files that staff upload, read into rows."""
