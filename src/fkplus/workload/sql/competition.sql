/* fkplus:competition */ -- A segment as it stands now, best score first.
select p.performance_id, p.start_no, e.published_name, e.country_code, p.status, p.tss, p.tes, p.pcs, p.deductions,
       rank() over (order by p.tss desc nulls last) as place
from performance as p
join entry as e using (entry_id)
where p.segment_id = %(segment_id)s
order by p.tss desc nulls last, p.start_no
