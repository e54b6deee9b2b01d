/* fkplus:records */ -- The best scores of a segment and discipline under today's scale of grades.
select p.performance_id, p.tss, e.team_id, e.published_name, e.country_code, event.name, event.season
from performance as p
join segment as s using (segment_id)
join category as c on c.category_id = p.category_id
join event using (event_id)
join entry as e using (entry_id)
where s.kind = %(segment_kind)s and s.discipline = %(discipline)s and c.level = 'senior'
  and event.kind <> 'national' and event.season >= 2018 and p.status = 'ok' and e.status <> 'dsq'
order by p.tss desc nulls last
limit 20
