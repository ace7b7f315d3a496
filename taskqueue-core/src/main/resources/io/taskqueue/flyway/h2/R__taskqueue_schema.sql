-- The tables of taskqueue's stores of results and schedules. The script may run any number of times.

create table if not exists taskqueue_result (
    task_id varchar(255) not null,
    task_name varchar(255),
    queue varchar(255),
    priority integer,
    args clob,
    kwargs clob,
    root_id varchar(255),
    parent_id varchar(255),
    group_id varchar(255),
    periodic_task_name varchar(255),
    home varchar(255),
    expires_at timestamp(6) with time zone,
    state varchar(50) not null,
    result clob,
    error_type varchar(255),
    error_message clob,
    error_trace clob,
    worker varchar(255),
    progress_done bigint,
    progress_total bigint,
    progress_note varchar(255),
    attempt integer not null,
    deliveries integer not null,
    created_at timestamp(6) with time zone not null,
    received_at timestamp(6) with time zone,
    started_at timestamp(6) with time zone,
    updated_at timestamp(6) with time zone not null,
    due_at timestamp(6) with time zone,
    remove_at timestamp(6) with time zone,
    run_token varchar(255),
    standing bigint not null,
    done_at timestamp(6) with time zone,
    primary key (task_id)
);

create index if not exists taskqueue_result_created on taskqueue_result (created_at, task_id);
create index if not exists taskqueue_result_state on taskqueue_result (state, created_at, task_id);
create index if not exists taskqueue_result_name on taskqueue_result (task_name, created_at, task_id);
create index if not exists taskqueue_result_queue on taskqueue_result (queue, created_at, task_id);
create index if not exists taskqueue_result_group on taskqueue_result (group_id);
create index if not exists taskqueue_result_remove on taskqueue_result (remove_at);
create index if not exists taskqueue_result_home on taskqueue_result (home, done_at);

create table if not exists taskqueue_attempt (
    task_id varchar(255) not null,
    attempt integer not null,
    deliveries integer not null,
    run_token varchar(255),
    state varchar(50) not null,
    worker varchar(255),
    started_at timestamp(6) with time zone,
    ended_at timestamp(6) with time zone not null,
    error_type varchar(255),
    error_message clob,
    error_trace clob,
    primary key (task_id, attempt, deliveries)
);

create table if not exists taskqueue_home (
    home varchar(255) not null,
    seen_at timestamp(6) with time zone not null,
    primary key (home)
);

create table if not exists taskqueue_chord (
    chord varchar(255) not null,
    members integer not null,
    ended integer,
    callback clob,
    claimed_by varchar(255),
    claimed_at timestamp(6) with time zone,
    remove_at timestamp(6) with time zone not null,
    primary key (chord)
);

create index if not exists taskqueue_chord_claimed on taskqueue_chord (claimed_at);
create index if not exists taskqueue_chord_remove on taskqueue_chord (remove_at);

create table if not exists taskqueue_chord_end (
    chord varchar(255) not null,
    task_id varchar(255) not null,
    place integer not null,
    state varchar(50) not null,
    result clob,
    error_type varchar(255),
    error_message clob,
    primary key (chord, task_id)
);

create table if not exists taskqueue_chord_body (
    task_id varchar(255) not null,
    copy varchar(255) not null,
    remove_at timestamp(6) with time zone not null,
    primary key (task_id)
);

create index if not exists taskqueue_chord_body_remove on taskqueue_chord_body (remove_at);

create table if not exists taskqueue_canvas (
    root_id varchar(255) not null,
    canvas clob not null,
    remove_at timestamp(6) with time zone not null,
    primary key (root_id)
);

create index if not exists taskqueue_canvas_remove on taskqueue_canvas (remove_at);

create table if not exists taskqueue_schedule (
    name varchar(255) not null,
    task_name varchar(255) not null,
    schedule varchar(255) not null,
    zone varchar(255) not null,
    args clob not null,
    kwargs clob not null,
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
    next_at timestamp(6) with time zone,
    due_at timestamp(6) with time zone,
    last_at timestamp(6) with time zone,
    last_task_id varchar(255),
    calls bigint not null,
    secret varchar(255) not null,
    revision bigint not null,
    primary key (name)
);

create index if not exists taskqueue_schedule_due on taskqueue_schedule (due_at);

create table if not exists taskqueue_firing (
    schedule varchar(255) not null,
    planned_at timestamp(6) with time zone not null,
    fate varchar(20) not null,
    task_id varchar(255),
    moments bigint not null,
    noted_at timestamp(6) with time zone not null,
    reason varchar(255),
    lease_until timestamp(6) with time zone,
    primary key (schedule, planned_at)
);

create index if not exists taskqueue_firing_lease on taskqueue_firing (lease_until);
create index if not exists taskqueue_firing_planned on taskqueue_firing (planned_at);
create index if not exists taskqueue_firing_noted on taskqueue_firing (noted_at);
