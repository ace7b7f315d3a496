-- Changes schedules that are at the revision they were read at, and notes the firings
-- that are dealt with by it, except those whose schedule and moment are known.
--
-- KEYS: schedules, revisions, when they are due, firings, claimed ones by lease end, other
-- ones by when they were noted, all by moment
-- ARGV: key prefix, lease in ms, the most firings kept, then for each change its name,
-- revision, schedule or nothing, when it is due or nothing, how many firings, and for each
-- of them moment, fate, when noted, firing
-- Answers 1 or 0 for each change.

local schedules, revisions, due, firings, claimed, noted, planned = unpack(KEYS)
local prefix = ARGV[1]
local clock = redis.call('TIME')
local lease = clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2]
local at, made = 4, {}

local function drop(key)
    redis.call('HDEL', firings, key)
    redis.call('ZREM', noted, key)
    redis.call('ZREM', planned, key)
    redis.call('ZREM', prefix .. 'taskqueue:firings-of:' .. string.match(key, '^%d+:(.*)$'), key)
end

local function add(name, moment, fate, when, firing)
    local key = moment .. ':' .. name
    if redis.call('HSETNX', firings, key, firing) == 0 then
        return
    end
    redis.call('ZADD', planned, moment, key)
    redis.call('ZADD', prefix .. 'taskqueue:firings-of:' .. name, moment, key)
    if fate == 'CLAIMED' then
        redis.call('ZADD', claimed, string.format('%.0f', lease), key)
    else
        redis.call('ZADD', noted, when, key)
    end
end

local function change(name, schedule, moment)
    if schedule == '' then
        redis.call('HDEL', schedules, name)
        redis.call('HDEL', revisions, name)
        redis.call('ZREM', due, name)
        return
    end
    redis.call('HSET', schedules, name, schedule)
    redis.call('HINCRBY', revisions, name, 1)
    if moment == '' then
        redis.call('ZREM', due, name)
    else
        redis.call('ZADD', due, moment, name)
    end
end

while at <= #ARGV do
    local name, revision, schedule, moment, count = unpack(ARGV, at, at + 4)
    at = at + 5
    local ours = (redis.call('HGET', revisions, name) or '0') == revision
    made[#made + 1] = ours and 1 or 0
    if ours then
        change(name, schedule, moment)
    end
    for _ = 1, tonumber(count) do
        if ours then
            add(name, unpack(ARGV, at, at + 3))
        end
        at = at + 4
    end
end

local many = redis.call('ZCARD', noted) - ARGV[3]
if many > 0 then
    for _, key in ipairs(redis.call('ZRANGE', noted, 0, math.min(many, 1000) - 1)) do
        drop(key)
    end
end
return made
