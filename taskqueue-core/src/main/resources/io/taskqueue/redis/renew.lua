-- Extends one owner's lease, unless it has been taken from it.
--
-- KEYS: leases
-- ARGV: owner, lease in ms

if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
    return { 0 }
end
local clock = redis.call('TIME')
redis.call('ZADD', KEYS[1], clock[1] * 1000 + math.floor(clock[2] / 1000) + ARGV[2], ARGV[1])
return { 1 }
