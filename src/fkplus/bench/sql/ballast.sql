-- Rows that compress about as well as people's do: half a gigabyte of them.
CREATE TABLE ballast AS
SELECT number, md5(number::text) || repeat(md5((number % 1000)::text), 2) AS words, random() AS points
FROM generate_series(1, 3500000) AS number
