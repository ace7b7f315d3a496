-- KEYS: revocations by when they end, paused queues
-- returns how many revocations there are, and the queues
local now = redis.call('TIME')
local millis = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000))
return { redis.call('ZCOUNT', KEYS[1], '(' .. millis, '+inf'), redis.call('SMEMBERS', KEYS[2]) }
