-- Extends one owner's lease, unless it has been taken from it.
--
-- KEYS: leases, known queues
-- ARGV: owner, lease in ms
-- Answers 1, 0 if it was taken, or -1 if Redis forgot all.

if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
    return { redis.call('EXISTS', KEYS[2]) - 1 }
end
-- Full memory ends no lease: a script that has written is not refused for it.
redis.call('ZREM', KEYS[1], '')
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[1], clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2], ARGV[1])
return { 1 }
