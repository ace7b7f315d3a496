-- The tables of taskqueue's JDBC broker. The script may run any number of times.

create table if not exists taskqueue_message (
    message_id bigint generated always as identity,
    queue varchar(255) not null,
    step smallint not null,
    due_at timestamp(6) with time zone not null,
    task_id varchar(255) not null,
    task_name varchar(255) not null,
    headers text not null,
    content_type varchar(255) not null,
    content_encoding varchar(255) not null,
    body bytea not null,
    owner varchar(40),
    loan integer not null,
    deliveries integer not null,
    primary key (message_id)
) with (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);

create index if not exists taskqueue_message_ready on taskqueue_message (queue, step, due_at, message_id)
    where owner is null;
create index if not exists taskqueue_message_lent on taskqueue_message (owner) where owner is not null;

create table if not exists taskqueue_worker (
    owner varchar(40) not null,
    name varchar(255) not null,
    lease_until timestamp(6) with time zone not null,
    primary key (owner)
);

create table if not exists taskqueue_dead_letter (
    letter_id bigint generated always as identity,
    died_at timestamp(6) with time zone not null,
    reason text not null,
    queue varchar(255) not null,
    step smallint not null,
    task_id varchar(255) not null,
    task_name varchar(255) not null,
    headers text not null,
    content_type varchar(255) not null,
    content_encoding varchar(255) not null,
    body bytea not null,
    primary key (letter_id)
);

create index if not exists taskqueue_dead_letter_queue on taskqueue_dead_letter (queue, letter_id);

create table if not exists taskqueue_revoked (
    task_id varchar(255) not null,
    ends_at timestamp(6) with time zone not null,
    primary key (task_id)
);

create index if not exists taskqueue_revoked_end on taskqueue_revoked (ends_at);

create table if not exists taskqueue_paused (
    queue varchar(255) not null,
    primary key (queue)
);

create table if not exists taskqueue_notice (
    notice_id bigint generated always as identity,
    said_at timestamp(6) with time zone not null,
    body text not null,
    primary key (notice_id)
);
