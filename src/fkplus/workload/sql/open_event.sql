-- Today's event, for which scores are entered and podiums foretold; made once a day.
insert into event (season, name, kind, city, country_code, starts_on, ends_on)
select s.start_year, 'FK+ Live ' || current_date, 'national', 'Москва', 'RUS', current_date, current_date
from season as s where current_date between s.starts_on and s.ends_on
on conflict (season, name) do nothing
