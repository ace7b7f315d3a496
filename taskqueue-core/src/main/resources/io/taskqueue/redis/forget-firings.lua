-- Drops firings that were dealt with so long ago.
--
-- KEYS: firings, those dealt with by when they were noted, all by moment
-- ARGV: key prefix, age in ms, limit

local clock = redis.call('TIME')
local old = string.format('%.0f', clock[1] * 1000 + math.floor(clock[2] / 1000) - ARGV[2])
local keys = redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', '(' .. old, 'LIMIT', 0, ARGV[3])
for _, key in ipairs(keys) do
    redis.call('HDEL', KEYS[1], key)
    redis.call('ZREM', KEYS[2], key)
    redis.call('ZREM', KEYS[3], key)
    redis.call('ZREM', ARGV[1] .. 'taskqueue:firings-of:' .. string.match(key, '^%d+:(.*)$'), key)
end
return { #keys }
