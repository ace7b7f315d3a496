-- Counts ends of chords' members, each member once, in Celery's own keys.
--
-- KEYS: complete chords, then for each end the chord's ends, its size, what was added to
--       it, and who completed it
-- ARGV: how long to keep in seconds, how long somebody has to send a callback in ms, then
--       for each end the chord, the member's place, its id, the end, the callback
-- Answers for each end 1 if whoever told it is to send the callback, else 0.

local complete = KEYS[1]
local keep, patience = ARGV[1], tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local replies = {}

local function member(entry)
    return string.match(entry, '^%[%s*%d+%s*,%s*"([^"]*)"')
end

-- Python adds what it is told twice, if the results differ.
local function distinct(ends)
    local seen, count = {}, 0
    for _, entry in ipairs(redis.call('ZRANGE', ends, 0, -1)) do
        local id = member(entry) or entry
        if not seen[id] then
            seen[id] = true
            count = count + 1
        end
    end
    return count
end

local function counted(ends, place, id)
    for _, entry in ipairs(redis.call('ZRANGEBYSCORE', ends, place, place)) do
        if member(entry) == id then
            return true
        end
    end
    return false
end

local function claimed(claim, id, callback)
    local last = redis.call('HMGET', claim, 'by', 'at')
    if last[1] and last[1] ~= id and now - tonumber(last[2]) < patience then
        return false
    end
    redis.call('HSET', claim, 'by', id, 'at', now, 'callback', callback)
    redis.call('EXPIRE', claim, keep)
    return true
end

local function count(k, a)
    local ends, size, added, claim = KEYS[k], KEYS[k + 1], KEYS[k + 2], KEYS[k + 3]
    local chord, place, id, entry, callback = ARGV[a], ARGV[a + 1], ARGV[a + 2], ARGV[a + 3], ARGV[a + 4]
    local expected = redis.call('GET', size)
    -- Without a size nobody waits for it, or its callback has been sent.
    if not expected then
        return 0
    end
    if not counted(ends, place, id) then
        redis.call('ZADD', ends, place, entry)
    end
    for _, key in ipairs({ ends, size, added }) do
        redis.call('EXPIRE', key, keep)
    end
    local all = tonumber(expected) + tonumber(redis.call('GET', added) or 0)
    if redis.call('ZCARD', ends) < all or distinct(ends) < all or not claimed(claim, id, callback) then
        return 0
    end
    redis.call('ZADD', complete, now, chord)
    return 1
end

for i = 1, (#KEYS - 1) / 4 do
    replies[i] = count(2 + (i - 1) * 4, 3 + (i - 1) * 5)
end

return replies
