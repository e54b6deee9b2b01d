select n_tup_hot_upd, n_tup_upd from pg_stat_user_tables where relid = 'account'::regclass
