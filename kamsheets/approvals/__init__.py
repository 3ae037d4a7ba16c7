"""Rules for sign-off: decision tables, routes, delegation, follow-up."""
