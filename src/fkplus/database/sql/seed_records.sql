-- Which seeds ran, oldest first?
select version, name, seed_count, row_count, checksum, id_blocks, {}, {}, seeded_at, seeded_by, milliseconds
from public.seed_history
order by seeded_at, version
