-- Notes what became of claimed firings.
--
-- KEYS: firings, claimed ones by lease end, other ones by when they were noted
-- ARGV: for each its key, when it was noted, the firing

for i = 1, #ARGV, 3 do
    if redis.call('ZREM', KEYS[2], ARGV[i]) == 1 then
        redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
        redis.call('ZADD', KEYS[3], ARGV[i + 1], ARGV[i])
    end
end
return {}
