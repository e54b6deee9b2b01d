-- Who are the teams of a kind: their sex (of the first member), name, youngest member's birth, and periods?
select t.team_id,
       (array_agg(p.sex order by m.position))[1],
       string_agg(n.full_name, ' / ' order by m.position),
       max(p.birth_date),
       (select coalesce(array_agg(d.during order by d.during), '{}')
        from public.membership_period d
        where d.team_id = t.team_id and d.person_id = t.member_ids[1])
from public.team t
join public.team_member m using (team_id)
join public.person p using (person_id)
join public.person_name n on n.person_id = p.person_id and n.script = 'latin' and n.is_primary
where t.team_id between %(first)s and %(last)s and t.kind = %(kind)s
group by t.team_id
order by t.team_id
