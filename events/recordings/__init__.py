"""Recordings with subtitles in both languages."""
