/* fkplus:head_to_head */ -- Every segment in which two teams met.
select s.segment_id, event.name, event.season, s.kind, one.tss as one_tss, other.tss as other_tss
from entry as one_entry
join performance as one on one.entry_id = one_entry.entry_id and one.category_id = one_entry.category_id
join entry as other_entry on other_entry.category_id = one_entry.category_id
join performance as other on other.entry_id = other_entry.entry_id and other.segment_id = one.segment_id
join segment as s on s.segment_id = one.segment_id
join category as c on c.category_id = one_entry.category_id
join event using (event_id)
where one_entry.team_id = %(team_id)s and other_entry.team_id = %(other_id)s
order by event.season desc, s.segment_id desc
