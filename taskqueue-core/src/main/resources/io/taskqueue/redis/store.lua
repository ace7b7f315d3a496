-- Stores what is told of tasks, each only if nobody has told anything since it was
-- decided what to tell.
--
-- KEYS: the documents' keys, then the index of recent tasks
-- ARGV: how many recent tasks the index keeps, then for each document
--       the digest of the one it follows, or nothing where there must be none;
--       the document; how long it stays in milliseconds, 0 for ever;
--       its task's place in the index, or nothing where it has none; the task's id
-- Answers for each document 1, or the one that stands.

local index = KEYS[#KEYS]
local keep = tonumber(ARGV[1])
local replies = {}

local function standing(key)
    local found = redis.pcall('GET', key)
    -- What is no string is no document, and gives way to one.
    if type(found) == 'table' and found.err and string.find(found.err, 'WRONGTYPE', 1, true) then
        return false
    end
    return found
end

local function write(key, document, ttl)
    if ttl == '0' then
        redis.call('SET', key, document)
    else
        redis.call('SET', key, document, 'PX', ttl)
    end
    redis.call('PUBLISH', key, document)
end

for i = 1, #KEYS - 1 do
    local a = 2 + (i - 1) * 5
    local found = standing(KEYS[i])
    if type(found) == 'table' then
        return found
    end
    if not found or (ARGV[a] ~= '' and redis.sha1hex(found) == ARGV[a]) then
        write(KEYS[i], ARGV[a + 1], ARGV[a + 2])
        if ARGV[a + 3] ~= '' then
            redis.pcall('ZADD', index, ARGV[a + 3], ARGV[a + 4])
        end
        replies[i] = 1
    else
        replies[i] = found
    end
end

if keep > 0 then
    redis.pcall('ZREMRANGEBYRANK', index, 0, -keep - 1)
end

return replies
