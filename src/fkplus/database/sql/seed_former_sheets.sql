-- The sheets of these performances as they were before a deduction was taken back: one point less. Columns by name, for
-- later versions add others; lists of deductions are empty, since sheets were published again because of them.
select jsonb_build_object(
           'performance', jsonb_build_object(
               'start_no', p.start_no, 'rank', p.rank, 'panel_size', p.panel_size, 'status', p.status,
               'tss', p.tes + p.pcs - p.deductions - 1, 'tes', p.tes, 'pcs', p.pcs, 'deductions', p.deductions + 1),
           'elements', coalesce((
               select jsonb_agg(jsonb_build_object(
                   'no', e.no, 'code', e.code, 'info', e.info, 'base_value', e.base_value,
                   'is_second_half', e.is_second_half, 'goe', e.goe, 'panel_score', e.panel_score, 'marks', e.marks)
                   order by e.no)
               from public.element e where e.performance_id = p.performance_id), '[]'),
           'components', coalesce((
               select jsonb_agg(jsonb_build_object(
                   'no', m.no, 'name', m.name, 'factor', m.factor, 'panel_mark', m.panel_mark, 'marks', m.marks)
                   order by m.no)
               from public.component m where m.performance_id = p.performance_id), '[]'),
           'deductions', jsonb_build_array()) as sheet
from public.performance p
where p.performance_id = any(%(performances)s)
order by p.performance_id
