-- Does this server take writes? Off in recovery, and where transactions are read-only by default.
SELECT NOT current_setting('transaction_read_only')::boolean
