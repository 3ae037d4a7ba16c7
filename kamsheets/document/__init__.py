"""The Word wall: templates, rendering, checking, reading back."""
