-- Makes void what an owner has asked ahead.
--
-- KEYS: leases, the owner's loans
-- ARGV: owner, last sequence the owner knows of
-- Answers 1 if it never will be carried out, or 0 if it was, or the owner is no more.

if not redis.call('ZSCORE', KEYS[1], ARGV[1]) then
    return { 0 }
end
if (redis.call('HGET', KEYS[2], '#') or ARGV[2]) ~= ARGV[2] then
    return { 0 }
end
redis.call('HSET', KEYS[2], '#', ARGV[2] + 1)
return { 1 }
