/* fkplus:search_en */ -- People of the sport whose Latin name begins with what was typed: given, family or whole name.
select n.person_id, n.full_name
from person_name as n
where n.script = 'latin'
  and (lower(n.full_name) like %(prefix)s or lower(n.family_name) like %(prefix)s)
order by n.full_name
limit 20
