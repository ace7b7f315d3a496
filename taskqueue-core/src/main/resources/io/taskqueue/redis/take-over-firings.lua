-- Gives the caller claimed firings whose lease has ended, under a new one.
--
-- KEYS: firings, claimed ones by lease end
-- ARGV: lease in ms, limit

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local taken = {}
for _, key in ipairs(redis.call('ZRANGEBYSCORE', KEYS[2], '-inf', string.format('%.0f', now), 'LIMIT', 0, ARGV[2])) do
    redis.call('ZADD', KEYS[2], string.format('%.0f', now + ARGV[1]), key)
    taken[#taken + 1] = redis.call('HGET', KEYS[1], key)
end
return taken
