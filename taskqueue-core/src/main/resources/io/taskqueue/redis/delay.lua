-- Lets messages wait for their time, which is measured here.
--
-- KEYS: due queues
-- ARGV: key prefix, then for each: queue, step, delay in ms, message

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
for i = 2, #ARGV, 4 do
    local queue, moment = ARGV[i], now + ARGV[i + 2]
    redis.call('ZADD', ARGV[1] .. 'taskqueue:delayed:' .. queue, moment, ARGV[i + 1] .. ARGV[i + 3])
    redis.call('ZADD', KEYS[1], 'LT', moment, queue)
end
return { now }
