"""The pages of a registrant, opened by the link in the confirmation."""
