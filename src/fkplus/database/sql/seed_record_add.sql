insert into public.seed_history (version, name, seed_count, row_count, checksum, id_blocks, tables, generator, milliseconds)
values (%(version)s, %(name)s, %(seed_count)s, %(row_count)s, %(checksum)s, %(id_blocks)s, %(tables)s, %(generator)s,
        %(milliseconds)s)
