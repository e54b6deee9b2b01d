-- What each role may do in this database, now and in tables to come. Run by the owner's superior.
revoke create on schema public from public;
create schema if not exists private authorization {owner};
revoke all on schema private from public, {analyst};

grant usage on schema public to {app}, {analyst};
grant usage on schema private to {app};

revoke all on all tables in schema public from {analyst};
grant select on all tables in schema public to {analyst};
alter default privileges for role {owner} in schema public grant select on tables to {analyst};

grant select, insert, update, delete on all tables in schema public, private to {app};
grant usage on all sequences in schema public, private to {app};
alter default privileges for role {owner} in schema public
    grant select, insert, update, delete on tables to {app};
alter default privileges for role {owner} in schema public grant usage on sequences to {app};
alter default privileges for role {owner} in schema private
    grant select, insert, update, delete on tables to {app};
alter default privileges for role {owner} in schema private grant usage on sequences to {app};
