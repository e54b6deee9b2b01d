-- Made by the first seed, not by a migration: a database without seeds has no table of them.
create table public.seed_history (
    version text not null,
    name text not null,
    seed_count integer not null,
    row_count bigint not null,
    checksum text not null,
    id_blocks jsonb not null,
    tables jsonb not null,
    generator jsonb not null,
    seeded_at timestamptz not null default now(),
    seeded_by text not null default session_user,
    milliseconds integer not null,
    constraint seed_history_pkey primary key (version),
    constraint seed_history_seed_count_is_positive check (seed_count >= 1),
    constraint seed_history_row_count_is_a_count check (row_count >= 0)
);
comment on table public.seed_history is 'Which schema versions were seeded with generated rows. Written in the transaction of the rows.';
comment on column public.seed_history.version is 'Schema version whose seed ran.';
comment on column public.seed_history.name is 'Name of the migration of that version.';
comment on column public.seed_history.seed_count is 'SEED_COUNT it was seeded with.';
comment on column public.seed_history.row_count is 'How many rows were written.';
comment on column public.seed_history.checksum is 'SHA-256 over the checksums of its tables.';
comment on column public.seed_history.id_blocks is
    'Where later seeds find rows of this one: a name, the first id and the number of ids.';
comment on column public.seed_history.tables is
    'Manifest: of each table its rows and the SHA-256 of their binary COPY data, in the order of writing.';
comment on column public.seed_history.generator is
    'What the rows depend on beside the code: versions of NumPy and Faker, and the anchor of all times.';
comment on column public.seed_history.seeded_at is 'When it was seeded.';
comment on column public.seed_history.seeded_by is 'Database role that seeded.';
comment on column public.seed_history.milliseconds is 'How long it took.';
comment on constraint seed_history_seed_count_is_positive on public.seed_history is 'a SEED_COUNT is at least 1';
comment on constraint seed_history_row_count_is_a_count on public.seed_history is 'a number of rows is not negative';
