/* fkplus:enter_score */
insert into component (performance_id, no, name, factor, panel_mark, marks, override_reason)
select %(scored_id)s, no, name, factor, panel_mark, marks, override_reason
from component where performance_id = %(performance_id)s
