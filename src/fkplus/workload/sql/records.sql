/* fkplus:records */ -- The best scores of a segment and discipline under today's scale of grades.
-- Ordered before entries are looked up, so that these are twenty and not all.
select best.performance_id, best.tss, e.team_id, e.published_name, e.country_code, best.name, best.season
from (
    select p.performance_id, p.entry_id, p.tss, event.name, event.season
    from segment as s
    join category as c using (category_id)
    join event using (event_id)
    join performance as p using (segment_id)
    where s.kind = %(segment_kind)s and s.discipline = %(discipline)s and c.level = 'senior'
      and event.kind <> 'national' and event.season >= 2018 and p.status = 'ok'
    order by p.tss desc nulls last
) as best
join entry as e on e.entry_id = best.entry_id and e.status <> 'dsq'
order by best.tss desc nulls last
limit 20
