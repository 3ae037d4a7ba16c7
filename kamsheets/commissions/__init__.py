"""Rules for commissions: pool, stage and member split, release by receipts."""
