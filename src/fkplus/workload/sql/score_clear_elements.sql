/* fkplus:enter_score */
delete from element where performance_id = %(scored_id)s
