"""What each kind of paragraph says, section by section."""
