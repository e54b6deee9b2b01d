-- Does the table of seeds have the columns of the manifest?
select exists (
    select from pg_attribute
    where attrelid = 'public.seed_history'::regclass and attname = 'generator' and not attisdropped)
