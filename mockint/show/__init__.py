"""What a person sees: pure functions from a take to a page or a screen."""
