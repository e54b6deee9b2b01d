/* fkplus:enter_score */
delete from component where performance_id = %(scored_id)s
