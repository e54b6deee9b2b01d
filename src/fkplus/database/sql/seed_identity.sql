-- Which column of a table numbers its rows, and by which sequence? No row: none does.
select a.attname, pg_get_serial_sequence(%(table)s, a.attname)
from pg_attribute a
where a.attrelid = %(table)s::regclass and a.attidentity <> '' and not a.attisdropped
