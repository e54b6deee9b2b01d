    select p.category_id, count(*) as weight from prediction as p group by p.category_id
