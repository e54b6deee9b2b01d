/* fkplus:protocol */ -- The whole sheet of a performance: elements, components, deductions.
select p.performance_id, p.tss, p.tes, p.pcs, e.published_name,
       (select jsonb_agg(to_jsonb(x) order by x.no) from element as x where x.performance_id = p.performance_id) as elements,
       (select jsonb_agg(to_jsonb(x) order by x.no) from component as x where x.performance_id = p.performance_id) as components,
       (select jsonb_agg(to_jsonb(x) order by x.no) from deduction as x where x.performance_id = p.performance_id) as deductions
from performance as p
join entry as e using (entry_id)
where p.performance_id = %(performance_id)s
