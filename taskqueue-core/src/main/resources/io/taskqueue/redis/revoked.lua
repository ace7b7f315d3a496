-- KEYS: revocations by when they end
-- ARGV: ids
-- returns the places of those that are revoked, from 1 on
local now = redis.call('TIME')
local millis = now[1] * 1000 + math.floor(now[2] / 1000)
local ends = redis.call('ZMSCORE', KEYS[1], unpack(ARGV))
local revoked = {}
for i = 1, #ARGV do
    if ends[i] and tonumber(ends[i]) > millis then
        revoked[#revoked + 1] = i
    end
end
return revoked
