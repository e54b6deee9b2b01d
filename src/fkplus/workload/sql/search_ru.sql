/* fkplus:search_ru */ -- The same for names in Cyrillic letters.
select n.person_id, n.full_name
from person_name as n
where n.script = 'cyrillic'
  and (lower(n.full_name) like %(prefix)s or lower(n.family_name) like %(prefix)s)
order by n.full_name
limit 20
