-- The tables of taskqueue's JDBC broker. The script may run any number of times.

create table if not exists taskqueue_message (
    message_id bigint not null auto_increment,
    queue varchar(255) not null,
    step smallint not null,
    due_at datetime(6) not null,
    task_id varchar(255) not null,
    task_name varchar(255) not null,
    headers longtext not null,
    content_type varchar(255) not null,
    content_encoding varchar(255) not null,
    body longblob not null,
    owner varchar(40),
    loan integer not null,
    deliveries integer not null,
    primary key (message_id),
    index taskqueue_message_ready (queue, owner, step, due_at, message_id),
    index taskqueue_message_lent (owner)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_worker (
    owner varchar(40) not null,
    name varchar(255) not null,
    lease_until datetime(6) not null,
    primary key (owner)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_dead_letter (
    letter_id bigint not null auto_increment,
    died_at datetime(6) not null,
    reason longtext not null,
    queue varchar(255) not null,
    step smallint not null,
    task_id varchar(255) not null,
    task_name varchar(255) not null,
    headers longtext not null,
    content_type varchar(255) not null,
    content_encoding varchar(255) not null,
    body longblob not null,
    primary key (letter_id),
    index taskqueue_dead_letter_queue (queue, letter_id)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_revoked (
    task_id varchar(255) not null,
    ends_at datetime(6) not null,
    primary key (task_id),
    index taskqueue_revoked_end (ends_at)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_paused (
    queue varchar(255) not null,
    primary key (queue)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_notice (
    notice_id bigint not null auto_increment,
    said_at datetime(6) not null,
    body longtext not null,
    primary key (notice_id)
) character set utf8mb4 collate utf8mb4_bin;
