/* fkplus:read_back */
select 1 from performance where segment_id = %(segment_id)s and entry_id = %(entry_id)s
