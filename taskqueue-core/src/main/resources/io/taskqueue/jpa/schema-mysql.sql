-- The tables of taskqueue's stores of results and schedules. The script may run any number of times.

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

create table if not exists taskqueue_chord (
    chord varchar(255) not null,
    members integer not null,
    ended integer,
    callback longtext,
    claimed_by varchar(255),
    claimed_at datetime(6),
    remove_at datetime(6) not null,
    primary key (chord),
    index taskqueue_chord_claimed (claimed_at),
    index taskqueue_chord_remove (remove_at)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_chord_end (
    chord varchar(255) not null,
    task_id varchar(255) not null,
    place integer not null,
    state varchar(50) not null,
    result longtext,
    error_type varchar(255),
    error_message longtext,
    primary key (chord, task_id)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_chord_body (
    task_id varchar(255) not null,
    copy varchar(255) not null,
    remove_at datetime(6) not null,
    primary key (task_id),
    index taskqueue_chord_body_remove (remove_at)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_canvas (
    root_id varchar(255) not null,
    canvas longtext not null,
    remove_at datetime(6) not null,
    primary key (root_id),
    index taskqueue_canvas_remove (remove_at)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_schedule (
    name varchar(255) not null,
    task_name varchar(255) not null,
    schedule varchar(255) not null,
    zone varchar(255) not null,
    args longtext not null,
    kwargs longtext not null,
    queue varchar(255),
    priority integer,
    expires_ms bigint,
    misfire varchar(20) not null,
    overlap varchar(20) not null,
    enabled integer not null,
    source varchar(20) not null,
    application varchar(255),
    declared varchar(255),
    edited integer not null,
    gone integer not null,
    next_at datetime(6),
    due_at datetime(6),
    last_at datetime(6),
    last_task_id varchar(255),
    calls bigint not null,
    secret varchar(255) not null,
    revision bigint not null,
    primary key (name),
    index taskqueue_schedule_due (due_at)
) character set utf8mb4 collate utf8mb4_bin;

create table if not exists taskqueue_firing (
    schedule varchar(255) not null,
    planned_at datetime(6) not null,
    fate varchar(20) not null,
    task_id varchar(255),
    moments bigint not null,
    noted_at datetime(6) not null,
    reason varchar(255),
    lease_until datetime(6),
    primary key (schedule, planned_at),
    index taskqueue_firing_lease (lease_until),
    index taskqueue_firing_planned (planned_at),
    index taskqueue_firing_noted (noted_at)
) character set utf8mb4 collate utf8mb4_bin;
