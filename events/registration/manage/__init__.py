"""What a registrant does by the link of the confirmation."""
