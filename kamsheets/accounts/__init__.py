"""Rules for key accounts: value, relationships, KPI, portfolio, churn."""
