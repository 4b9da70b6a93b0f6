"""Whether somebody may wait, whether the report comes in time, and who is told when it does not. Pure."""
