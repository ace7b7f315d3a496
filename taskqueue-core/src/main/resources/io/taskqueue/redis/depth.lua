-- How much queues hold.
--
-- KEYS: leases, abandoned owners
-- ARGV: key prefix, queues...
-- Answers for each: ready, delayed, on loan, age of the oldest in ms or -1

local prefix = ARGV[1]
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local lent = {}
local function count(owners)
    for _, owner in ipairs(owners) do
        for _, handle in ipairs(redis.call('HKEYS', prefix .. 'taskqueue:held:' .. owner)) do
            local queue = string.match(handle, '^%d+:%d+:%d:(.*)$')
            if queue then
                lent[queue] = (lent[queue] or 0) + 1
            end
        end
    end
end
count(redis.call('ZRANGE', KEYS[1], 0, -1))
count(redis.call('SMEMBERS', KEYS[2]))

local answers = {}
for i = 2, #ARGV do
    local queue = ARGV[i]
    local ready, oldest = 0, -1
    for _, step in ipairs({ '0', '3', '6', '9' }) do
        local list = prefix .. queue .. (step == '0' and '' or '\6\22' .. step)
        local length = redis.pcall('LLEN', list)
        if type(length) == 'number' and length > 0 then
            ready = ready + length
            local since = string.match(string.sub(redis.call('LINDEX', list, -1), 1, 100),
                '^{"properties":{"taskqueue%-ready%-at":(%d+)')
            oldest = since and math.max(oldest, now - since) or oldest
        end
    end
    local waiting = prefix .. 'taskqueue:delayed:' .. queue
    local ripe = redis.call('ZCOUNT', waiting, '-inf', now)
    if ripe > 0 and oldest < 0 then
        oldest = now - redis.call('ZRANGE', waiting, 0, 0, 'WITHSCORES')[2]
    end
    answers[#answers + 1] = ready + ripe
    answers[#answers + 1] = redis.call('ZCARD', waiting) - ripe
    answers[#answers + 1] = lent[queue] or 0
    answers[#answers + 1] = math.floor(oldest)
end
return answers
