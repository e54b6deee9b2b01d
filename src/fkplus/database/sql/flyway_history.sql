-- Which migrations has Flyway recorded?
SELECT installed_rank, version, description, type, checksum, execution_time, success
FROM public.flyway_schema_history
ORDER BY installed_rank
