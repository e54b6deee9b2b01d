-- Fails before schema version 22, the last one that the operations need; the seeds are through by then.
select 'private.check_writer()'::regprocedure
