-- What was taken off each scored performance of these categories (hundredths), and how many falls does its sheet print?
-- -1: sheets of the season print none. `is_last`: nobody in the segment has less.
select p.performance_id, p.segment_id, (100 * p.deductions)::bigint as deductions, p.panel_size,
       (c.level = 'senior' and c.discipline in ('men', 'women')) as is_senior_single,
       (c.discipline = 'ice_dance') as is_dance, v.season, v.starts_on,
       case when v.season < %(printed_since)s then -1 else coalesce(f.falls, 0) end as falls,
       rank() over (partition by p.segment_id order by p.rank desc) = 1 as is_last
from public.performance p
join public.category c using (category_id)
join public.event v using (event_id)
left join (
    select e.performance_id, count(*) as falls from public.element e where e.info like '%%F' group by e.performance_id
) f using (performance_id)
where c.category_id between %(first)s and %(last)s and p.status = 'ok' and p.panel_size is not null
    and v.starts_on is not null
order by p.performance_id
