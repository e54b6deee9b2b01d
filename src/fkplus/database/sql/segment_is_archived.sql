-- Is nothing up to this segment waiting for the archiver?
SELECT NOT EXISTS (
    SELECT FROM pg_ls_archive_statusdir() WHERE name LIKE '%%.ready' AND name <= %(segment)s || '.ready'
)
