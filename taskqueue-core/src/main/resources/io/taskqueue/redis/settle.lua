-- Settles loans of one owner. Each with the result it leads to and the messages that
-- follow from it, as a whole or not at all.
--
-- KEYS: leases, the owner's loans, due queues, redelivered counts, recent results,
--       dead letters by number, dead letters, last dead letter's number
-- ARGV: owner, key prefix, most recent results, most dead letters, then for each loan:
--       handle, what becomes of it (a, r, d, p), how many results (0, 1), [expected,
--       key, document, ttl in ms, score, id], how many messages, [queue, step, delay in
--       ms or nothing, message]..., [d: reason, most bytes] [p: due in ms]
-- Answers for each: 1 done, 0 the owner's lease is gone, 2 the loan is gone,
--       {'c', document} another result is there, {'e', why} refused.

local leases, held, due, redelivered, recent = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local letterNumbers, letters, letterCount = KEYS[6], KEYS[7], KEYS[8]
local owner, prefix = ARGV[1], ARGV[2]
local mostRecent, mostLetters = tonumber(ARGV[3]), tonumber(ARGV[4])

-- Full memory is drained by what ends: a script that has written is not refused for it.
redis.call('ZREM', leases, '')

local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local alive = redis.call('ZSCORE', leases, owner)
local cursor = 4
local trimRecent = false

local function next()
    cursor = cursor + 1
    return ARGV[cursor]
end

local function list(queue, step)
    return prefix .. queue .. (step == '0' and '' or '\6\22' .. step)
end

local function delay(queue, step, moment, message)
    local added = redis.pcall('ZADD', prefix .. 'taskqueue:delayed:' .. queue, moment, step .. message)
    if type(added) == 'table' then
        return added
    end
    return redis.pcall('ZADD', due, 'LT', moment, queue)
end

local function send(message)
    if message.delay == '' then
        return redis.pcall('LPUSH', list(message.queue, message.step), message.text)
    end
    return delay(message.queue, message.step, now + message.delay, message.text)
end

local function bury(queue, reason, kept, message)
    local number = redis.call('INCR', letterCount)
    redis.call('HSET', letters, number, queue .. '\n' .. now .. '\n' .. reason .. '\n' .. string.sub(message, 1, kept))
    redis.call('ZADD', letterNumbers, number, number)
    redis.call('ZADD', letterNumbers .. ':' .. queue, number, number)
    while redis.call('ZCARD', letterNumbers) > mostLetters do
        local oldest = redis.call('ZPOPMIN', letterNumbers)[1]
        local letter = redis.call('HGET', letters, oldest)
        redis.call('ZREM', letterNumbers .. ':' .. string.match(letter, '^[^\n]*'), oldest)
        redis.call('HDEL', letters, oldest)
    end
end

local function store(result)
    if result.ttl == '0' then
        redis.call('SET', result.key, result.document)
    else
        redis.call('SET', result.key, result.document, 'PX', result.ttl)
    end
    redis.call('PUBLISH', result.key, result.document)
    if mostRecent > 0 then
        redis.call('ZADD', recent, result.score, result.id)
        trimRecent = true
    end
end

local function read()
    local loan = { handle = next(), fate = next(), messages = {} }
    if next() == '1' then
        loan.result = { expected = next(), key = next(), document = next(), ttl = next(), score = next(), id = next() }
    end
    for i = 1, tonumber(next()) do
        loan.messages[i] = { queue = next(), step = next(), delay = next(), text = next() }
    end
    if loan.fate == 'd' then
        loan.reason, loan.kept = next(), tonumber(next())
    elseif loan.fate == 'p' then
        loan.due = next()
    end
    return loan
end

local function settle(loan)
    if not alive then
        return 0
    end
    local deliveries, step, queue = string.match(loan.handle, '^%d+:(%d+):(%d):(.*)$')
    local plain = loan.fate == 'a' and deliveries == '1'
    local message = plain and redis.call('HEXISTS', held, loan.handle) == 1 or redis.call('HGET', held, loan.handle)
    if not message then
        return 2
    end
    local result = loan.result
    if result then
        local current = redis.call('GET', result.key)
        if current and (result.expected == '' or redis.sha1hex(current) ~= result.expected) then
            return { 'c', current }
        end
    end
    for _, followUp in ipairs(loan.messages) do
        local sent = send(followUp)
        if type(sent) == 'table' then
            return { 'e', sent.err }
        end
    end
    if result then
        store(result)
    end
    if loan.fate == 'r' then
        redis.call('RPUSH', list(queue, step), message)
    elseif loan.fate == 'd' then
        bury(queue, loan.reason, loan.kept, message)
    elseif loan.fate == 'p' then
        local parked = delay(queue, step, loan.due, message)
        if type(parked) == 'table' then
            return { 'e', parked.err }
        end
    end
    if deliveries ~= '1' and loan.fate ~= 'r' and loan.fate ~= 'p' then
        redis.call('HDEL', redelivered, redis.sha1hex(message))
    end
    redis.call('HDEL', held, loan.handle)
    return 1
end

local answers = {}
while cursor < #ARGV do
    answers[#answers + 1] = settle(read())
end
if trimRecent then
    redis.call('ZREMRANGEBYRANK', recent, 0, -1 - mostRecent)
end
return answers
