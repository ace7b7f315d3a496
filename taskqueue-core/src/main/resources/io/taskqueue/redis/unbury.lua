-- Removes dead letters, each with the message that takes its place in its queue, if any.
--
-- KEYS: dead letters by number, dead letters
-- ARGV: key prefix, then for each: number, step or nothing, message or nothing

local removed = 0
for i = 2, #ARGV, 3 do
    local number, step = ARGV[i], ARGV[i + 1]
    local letter = redis.call('HGET', KEYS[2], number)
    if letter then
        local queue = string.match(letter, '^[^\n]*')
        if step ~= '' then
            redis.call('LPUSH', ARGV[1] .. queue .. (step == '0' and '' or '\6\22' .. step), ARGV[i + 2])
        end
        redis.call('HDEL', KEYS[2], number)
        redis.call('ZREM', KEYS[1], number)
        redis.call('ZREM', KEYS[1] .. ':' .. queue, number)
        removed = removed + 1
    end
end
return { removed }
