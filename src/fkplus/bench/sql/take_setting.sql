-- Another version of PostgreSQL may lack it.
select set_config(name, %(setting)s, false) from pg_settings where name = %(name)s and setting <> %(setting)s
