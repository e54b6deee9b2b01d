-- Databases that were seeded before there was a manifest have rows without one: it can't be made up afterwards.
alter table public.seed_history
    add column tables jsonb not null default '{}',
    add column generator jsonb not null default '{}';
alter table public.seed_history alter column tables drop default, alter column generator drop default;
comment on column public.seed_history.checksum is 'SHA-256 over the checksums of its tables.';
comment on column public.seed_history.tables is
    'Manifest: of each table its rows and the SHA-256 of their binary COPY data, in the order of writing.';
comment on column public.seed_history.generator is
    'What the rows depend on beside the code: versions of NumPy and Faker, and the anchor of all times.';
