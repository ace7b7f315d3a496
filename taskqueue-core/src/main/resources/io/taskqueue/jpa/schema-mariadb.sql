-- The tables of taskqueue's result store. The script may run any number of times.

create table if not exists taskqueue_result (
    task_id varchar(255) not null,
    task_name varchar(255),
    queue varchar(255),
    priority integer,
    args longtext,
    kwargs longtext,
    root_id varchar(255),
    parent_id varchar(255),
    group_id varchar(255),
    periodic_task_name varchar(255),
    home varchar(255),
    expires_at datetime(6),
    state varchar(50) not null,
    result longtext,
    error_type varchar(255),
    error_message longtext,
    error_trace longtext,
    worker varchar(255),
    progress_done bigint,
    progress_total bigint,
    progress_note varchar(255),
    attempt integer not null,
    deliveries integer not null,
    created_at datetime(6) not null,
    received_at datetime(6),
    started_at datetime(6),
    updated_at datetime(6) not null,
    due_at datetime(6),
    remove_at datetime(6),
    run_token varchar(255),
    standing bigint not null,
    done_at datetime(6),
    primary key (task_id),
    index taskqueue_result_created (created_at, task_id),
    index taskqueue_result_state (state, created_at, task_id),
    index taskqueue_result_name (task_name, created_at, task_id),
    index taskqueue_result_queue (queue, created_at, task_id),
    index taskqueue_result_group (group_id),
    index taskqueue_result_remove (remove_at),
    index taskqueue_result_home (home, done_at)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_attempt (
    task_id varchar(255) not null,
    attempt integer not null,
    deliveries integer not null,
    run_token varchar(255),
    state varchar(50) not null,
    worker varchar(255),
    started_at datetime(6),
    ended_at datetime(6) not null,
    error_type varchar(255),
    error_message longtext,
    error_trace longtext,
    primary key (task_id, attempt, deliveries)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_home (
    home varchar(255) not null,
    seen_at datetime(6) not null,
    primary key (home)
) character set utf8mb4 collate utf8mb4_bin;
