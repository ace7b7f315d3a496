-- Empties a queue of all that is not on loan.
--
-- KEYS: due queues
-- ARGV: key prefix, queue

local removed = 0
for _, step in ipairs({ '', '\6\0223', '\6\0226', '\6\0229' }) do
    local list = ARGV[1] .. ARGV[2] .. step
    removed = removed + redis.call('LLEN', list)
    redis.call('UNLINK', list)
end
local waiting = ARGV[1] .. 'taskqueue:delayed:' .. ARGV[2]
removed = removed + redis.call('ZCARD', waiting)
redis.call('UNLINK', waiting)
redis.call('ZREM', KEYS[1], ARGV[2])
return { removed }
