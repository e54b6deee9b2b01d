create table bear_balance (account bigint primary key, bears bigint not null) with (fillfactor = 70);
insert into bear_balance select account, 100 from generate_series(1, 10000) account;
create table bear_entry (
    entry bigint generated always as identity primary key,
    account bigint not null references bear_balance,
    bears bigint not null,
    made timestamptz not null default now()
);
analyze bear_balance;
