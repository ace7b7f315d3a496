-- Ends an owner in order: what it holds goes back uncounted.
--
-- KEYS: leases, the owner's loans
-- ARGV: owner, key prefix

if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
    return { 0 }
end
local function sequence(handle)
    return tonumber(string.match(handle, '^%d+'))
end
redis.call('HDEL', KEYS[2], '#')
local handles = redis.call('HKEYS', KEYS[2])
table.sort(handles, function(a, b) return sequence(a) > sequence(b) end)
for _, handle in ipairs(handles) do
    local step, queue = string.match(handle, '^%d+:%d+:(%d):(.*)$')
    redis.call('RPUSH', ARGV[2] .. queue .. (step == '0' and '' or '\6\22' .. step), redis.call('HGET', KEYS[2], handle))
end
redis.call('DEL', KEYS[2])
redis.call('ZREM', KEYS[1], ARGV[1])
return { #handles }
