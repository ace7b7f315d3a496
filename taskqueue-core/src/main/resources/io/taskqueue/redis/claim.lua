-- Takes messages for one owner, in one step from the lists to its loans.
--
-- KEYS: leases, the owner's loans, due queues, redelivered counts, known queues
-- ARGV: owner, last sequence the owner knows of, limit, lease in ms, 1 for a new owner,
--       1 for strict order, key prefix, most bytes, 1 if asked ahead, queues...
-- Answers {now, next due or -1, handle, message, ...}, or {-1, 1 if Redis forgot all}.
--
-- A handle is sequence:deliveries:step:queue. An owner that asks with a sequence that is
-- behind has missed an answer, and gets that again instead of more. What was asked ahead
-- takes nothing then: the owner has taken otherwise meanwhile, or withdrawn it.

local leases, held, due, redelivered, known = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local owner, base, limit, prefix = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[7]
local budget = tonumber(ARGV[8])
local ahead, first = ARGV[9] == '1', 10

-- Full memory is drained by claims: a script that has written is not refused for it.
redis.call('ZREM', leases, '')

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

if ARGV[5] == '1' then
    redis.call('ZADD', leases, now + ARGV[4], owner)
    redis.call('SADD', known, unpack(ARGV, first))
elseif not redis.call('ZSCORE', leases, owner) then
    return { -1, 1 - redis.call('EXISTS', known) }
end

local function sequence(handle)
    return tonumber(string.match(handle, '^%d+'))
end

local at = tonumber(redis.call('HGET', held, '#') or base)
if at ~= base and ahead then
    return { now, -1 }
end
if at ~= base then
    local handles, reply = {}, { now, -1 }
    for _, handle in ipairs(redis.call('HKEYS', held)) do
        if handle ~= '#' and sequence(handle) > base then
            handles[#handles + 1] = handle
        end
    end
    table.sort(handles, function(a, b) return sequence(a) < sequence(b) end)
    for _, handle in ipairs(handles) do
        reply[#reply + 1] = handle
        reply[#reply + 1] = redis.call('HGET', held, handle)
    end
    if #handles == 0 then
        redis.call('HSET', held, '#', base)
    end
    return reply
end

local function list(queue, step)
    return prefix .. queue .. (step == '0' and '' or '\6\22' .. step)
end

-- What has come due goes to the lists. Refused writes, as to a key of another type, wait.
local function ripen(queue)
    local waiting = prefix .. 'taskqueue:delayed:' .. queue
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', waiting, '-inf', now, 'LIMIT', 0, 500)) do
        local pushed = redis.pcall('LPUSH', list(queue, string.sub(member, 1, 1)), string.sub(member, 2))
        if type(pushed) == 'table' then
            return
        end
        redis.call('ZREM', waiting, member)
    end
    local nearest = redis.call('ZRANGE', waiting, 0, 0, 'WITHSCORES')
    if nearest[2] then
        redis.call('ZADD', due, nearest[2], queue)
    else
        redis.call('ZREM', due, queue)
    end
end

local nearest = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
if nearest[2] and tonumber(nearest[2]) <= now then
    for _, queue in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, 10)) do
        ripen(queue)
    end
    nearest = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
end

local reply = { now, nearest[2] and tonumber(nearest[2]) or -1 }
local counted = redis.call('EXISTS', redelivered) == 1
local record, taken, refusal = {}, 0, nil

local function take(queue, step, most)
    local start = taken
    while taken - start < most and budget > 0 do
        local got = redis.pcall('RPOP', list(queue, step), math.min(16, most - (taken - start)))
        if got and got.err and not string.find(got.err, 'WRONGTYPE', 1, true) then
            refusal = got
        end
        if not got or got.err then
            return taken - start
        end
        for _, message in ipairs(got) do
            taken = taken + 1
            budget = budget - #message
            local deliveries = 1
            if counted then
                deliveries = 1 + (redis.call('HGET', redelivered, redis.sha1hex(message)) or 0)
            end
            local handle = (base + taken) .. ':' .. deliveries .. ':' .. step .. ':' .. queue
            record[#record + 1] = handle
            record[#record + 1] = message
            reply[#reply + 1] = handle
            reply[#reply + 1] = message
        end
        if #got < 16 then
            return taken - start
        end
    end
    return taken - start
end

local steps = { '0', '3', '6', '9' }
if ARGV[6] == '1' then
    for i = first, #ARGV do
        for _, step in ipairs(steps) do
            if taken < limit then
                take(ARGV[i], step, limit - taken)
            end
        end
    end
else
    for _, step in ipairs(steps) do
        local share = math.ceil((limit - taken) / (#ARGV - first + 1))
        local more = {}
        for i = first, #ARGV do
            local most = math.min(share, limit - taken)
            if most > 0 and take(ARGV[i], step, most) == most then
                more[#more + 1] = ARGV[i]
            end
        end
        for _, queue in ipairs(more) do
            if taken < limit then
                take(queue, step, limit - taken)
            end
        end
    end
end

if taken == 0 and refusal then
    return refusal
end
if taken > 0 then
    record[#record + 1] = '#'
    record[#record + 1] = base + taken
    for i = 1, #record, 1000 do
        redis.call('HSET', held, unpack(record, i, math.min(i + 999, #record)))
    end
end
return reply
