-- Takes tasks whose documents are gone out of the index of recent tasks.
--
-- KEYS: the documents' keys, then the index
-- ARGV: the tasks' ids

for i = 1, #KEYS - 1 do
    if redis.call('EXISTS', KEYS[i]) == 0 then
        redis.call('ZREM', KEYS[#KEYS], ARGV[i])
    end
end

return {}
