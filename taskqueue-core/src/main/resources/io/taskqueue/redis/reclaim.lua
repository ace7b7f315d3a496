-- Gives back what owners held whose lease has ended, the last taken first, so that the
-- first one comes first again.
--
-- KEYS: leases, abandoned owners, redelivered counts
-- ARGV: key prefix, limit, days a count is kept in seconds

local leases, abandoned, redelivered = KEYS[1], KEYS[2], KEYS[3]
local prefix, left = ARGV[1], tonumber(ARGV[2])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

for _, owner in ipairs(redis.call('ZRANGEBYSCORE', leases, '-inf', '(' .. now, 'LIMIT', 0, 100)) do
    redis.call('SADD', abandoned, owner)
    redis.call('ZREM', leases, owner)
end

local function sequence(handle)
    return tonumber(string.match(handle, '^%d+'))
end

local moved = 0
for _, owner in ipairs(redis.call('SMEMBERS', abandoned)) do
    local held = prefix .. 'taskqueue:held:' .. owner
    redis.call('HDEL', held, '#')
    local handles = redis.call('HKEYS', held)
    table.sort(handles, function(a, b) return sequence(a) > sequence(b) end)
    for i = 1, math.min(left, #handles) do
        local step, queue = string.match(handles[i], '^%d+:%d+:(%d):(.*)$')
        local message = redis.call('HGET', held, handles[i])
        redis.call('HINCRBY', redelivered, redis.sha1hex(message), 1)
        redis.call('RPUSH', prefix .. queue .. (step == '0' and '' or '\6\22' .. step), message)
        redis.call('HDEL', held, handles[i])
        moved = moved + 1
    end
    if #handles <= left then
        redis.call('SREM', abandoned, owner)
    end
    left = math.max(0, left - #handles)
end
if moved > 0 then
    redis.call('EXPIRE', redelivered, ARGV[3])
end
return { moved }
