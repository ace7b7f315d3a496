-- Hands out chords that were complete so long ago and are not closed, each to one who
-- asks.
--
-- KEYS: complete chords
-- ARGV: what the keys of those who completed them begin with, how long ago in ms, how many
-- Answers each chord and its callback, one after the other.

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local replies = {}

for _, chord in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - ARGV[2], 'LIMIT', 0, ARGV[3])) do
    local callback = redis.call('HGET', ARGV[1] .. chord, 'callback')
    if callback then
        redis.call('ZADD', KEYS[1], now, chord)
        replies[#replies + 1] = chord
        replies[#replies + 1] = callback
    else
        redis.call('ZREM', KEYS[1], chord)
    end
end

return replies
