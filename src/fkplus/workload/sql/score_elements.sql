/* fkplus:enter_score */
insert into element (performance_id, no, code, info, base_value, is_second_half, goe, panel_score, marks, override_reason)
select %(scored_id)s, no, code, info, base_value, is_second_half, goe, panel_score, marks, override_reason
from element where performance_id = %(performance_id)s
