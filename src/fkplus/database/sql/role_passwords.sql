-- SCRAM verifiers, which only a superuser may read.
select rolname, rolpassword from pg_authid where rolpassword is not null
