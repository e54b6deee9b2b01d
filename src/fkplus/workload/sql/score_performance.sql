/* fkplus:enter_score */ -- The totals of a sheet; entered again, they replace the earlier ones.
insert into performance (segment_id, category_id, entry_id, start_no, panel_size, tss, tes, pcs, deductions)
select %(segment_id)s, %(category_id)s, %(entry_id)s, %(start_no)s, like_it.panel_size, like_it.tss, like_it.tes, like_it.pcs,
       like_it.deductions
from performance as like_it where like_it.performance_id = %(performance_id)s
on conflict (segment_id, entry_id) do update
set panel_size = excluded.panel_size, tss = excluded.tss, tes = excluded.tes, pcs = excluded.pcs, deductions = excluded.deductions
returning performance_id
