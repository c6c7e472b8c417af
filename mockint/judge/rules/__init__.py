"""One file a rule; see ``base.py`` for what a rule is and ``registry.py`` for how it is found."""
