"""What may be done with an opinion, how its form is asked, compared and sealed. Pure."""
