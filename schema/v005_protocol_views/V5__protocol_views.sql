-- What people ask of protocols most: single marks, and whether the stored totals are those of the parts.

CREATE VIEW element_mark AS
SELECT e.performance_id, e.no, mark.seat_no::smallint AS seat_no, mark.grade
  FROM element AS e, unnest(e.marks) WITH ORDINALITY AS mark (grade, seat_no);
COMMENT ON VIEW element_mark IS 'One row per judge''s grade of an element.';
COMMENT ON COLUMN element_mark.performance_id IS 'The performance.';
COMMENT ON COLUMN element_mark.no IS 'Number of the element.';
COMMENT ON COLUMN element_mark.seat_no IS 'Seat of the judge.';
COMMENT ON COLUMN element_mark.grade IS 'The grade; NULL: the judge gave none.';

CREATE VIEW component_mark AS
SELECT c.performance_id, c.no, c.kind, mark.seat_no::smallint AS seat_no, mark.mark
  FROM component AS c, unnest(c.marks) WITH ORDINALITY AS mark (mark, seat_no);
COMMENT ON VIEW component_mark IS 'One row per judge''s mark of a component.';
COMMENT ON COLUMN component_mark.performance_id IS 'The performance.';
COMMENT ON COLUMN component_mark.no IS 'Number of the component.';
COMMENT ON COLUMN component_mark.kind IS 'The component behind its changing names.';
COMMENT ON COLUMN component_mark.seat_no IS 'Seat of the judge.';
COMMENT ON COLUMN component_mark.mark IS 'The mark; NULL: the judge gave none.';

CREATE VIEW performance_check AS
SELECT p.performance_id, p.tes, p.pcs, p.tss, elements.tes AS recomputed_tes, components.pcs AS recomputed_pcs,
       elements.tes + components.pcs - p.deductions AS recomputed_tss,
       p.tes = elements.tes AND p.pcs = components.pcs AND p.tss = elements.tes + components.pcs - p.deductions AS is_equal
  FROM performance AS p,
       LATERAL (SELECT coalesce(sum(e.base_value + e.goe), 0) AS tes
                  FROM element AS e WHERE e.performance_id = p.performance_id) AS elements,
       LATERAL (SELECT coalesce(sum(round(c.factor * c.panel_mark, 2)), 0) AS pcs
                  FROM component AS c WHERE c.performance_id = p.performance_id) AS components;
COMMENT ON VIEW performance_check IS 'The stored scores of each performance beside those recomputed from its parts, exactly.';
COMMENT ON COLUMN performance_check.performance_id IS 'The performance.';
COMMENT ON COLUMN performance_check.tes IS 'Stored element score.';
COMMENT ON COLUMN performance_check.pcs IS 'Stored component score.';
COMMENT ON COLUMN performance_check.tss IS 'Stored total.';
COMMENT ON COLUMN performance_check.recomputed_tes IS 'Sum of base value plus grade of execution of its elements.';
COMMENT ON COLUMN performance_check.recomputed_pcs IS 'Sum of its components, each rounded half up to two decimals.';
COMMENT ON COLUMN performance_check.recomputed_tss IS 'Recomputed elements plus components minus deductions.';
COMMENT ON COLUMN performance_check.is_equal IS 'Whether all three agree; NULL: not scored.';
