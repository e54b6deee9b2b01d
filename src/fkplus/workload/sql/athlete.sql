/* fkplus:athlete */ -- An athlete's page: the card with personal and season bests.
select * from athlete_card where person_id = %(person_id)s
