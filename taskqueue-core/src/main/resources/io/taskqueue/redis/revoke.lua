-- KEYS: revocations by when they end
-- ARGV: milliseconds to keep them, how many there may be, ids
local now = redis.call('TIME')
local millis = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', millis)
local ends = string.format('%.0f', millis + ARGV[1])
for i = 3, #ARGV do
    redis.call('ZADD', KEYS[1], 'GT', ends, ARGV[i])
end
redis.call('ZREMRANGEBYRANK', KEYS[1], 0, -1 - ARGV[2])
local last = redis.call('ZREVRANGE', KEYS[1], 0, 0, 'WITHSCORES')
if last[2] then
    redis.call('PEXPIREAT', KEYS[1], string.format('%.0f', last[2]))
end
return {}
