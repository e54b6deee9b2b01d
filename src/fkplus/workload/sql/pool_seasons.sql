    -- By how many scores of predictions they have.
    select e.season, count(*) as weight
    from prediction_score join category using (category_id) join event as e using (event_id) group by e.season
