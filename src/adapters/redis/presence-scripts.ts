/**
 * What is kept, all under one hash tag, so that a cluster keeps it in one place: `status` (user → online or away), `nodes` (node → when its
 * leases end), `node:<id>` (its users), `user:<id>` (its sockets as `<node> <connection>`, by when they were opened), `absent` (user → when offline),
 * `dead` (nodes whose users are being gone through), `epoch` (made once: another one means that everything was lost). Times are of Redis.
 */
const prelude = `
local P = KEYS[1]
local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
local function nodeOf(member) return string.match(member, '^%S+') end
local function drop(user, node, connection, due)
  local key = P .. ':user:' .. user
  local isHere = false
  for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
    if member == node .. ' ' .. connection or (connection == '' and nodeOf(member) == node) then redis.call('ZREM', key, member)
    elseif nodeOf(member) == node then isHere = true end
  end
  if not isHere then redis.call('SREM', P .. ':node:' .. node, user) end
  if redis.call('EXISTS', key) == 0 then redis.call('ZADD', P .. ':absent', 'NX', due, user) end
end
`

/** ARGV: node, lease, absence, sockets per user, how many left, then user and connection of each who left, and, with when it was opened, of each that entered. */
export const updateScript = `${prelude}
local node, lease, absence, most, lefts = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
local online, surplus = {}, {}
redis.call('ZADD', P .. ':nodes', now + lease, node)
for i = 6, 5 + 2 * lefts, 2 do drop(ARGV[i], node, ARGV[i + 1], now + absence) end
for i = 6 + 2 * lefts, #ARGV, 3 do
  local user, key = ARGV[i], P .. ':user:' .. ARGV[i]
  redis.call('ZADD', key, 'NX', ARGV[i + 2] * 1000 + i, node .. ' ' .. ARGV[i + 1])
  redis.call('SADD', P .. ':node:' .. node, user)
  redis.call('ZREM', P .. ':absent', user)
  if redis.call('HSETNX', P .. ':status', user, 'online') == 1 then table.insert(online, user) end
  if redis.call('ZCARD', key) > most then
    for _, member in ipairs(redis.call('ZRANGE', key, 0, -1)) do
      local ends = redis.call('ZSCORE', P .. ':nodes', nodeOf(member))
      if not ends or tonumber(ends) <= now then redis.call('ZREM', key, member) end
    end
    local held = redis.call('ZCARD', key)
    if held > most then
      for _, member in ipairs(redis.call('ZRANGE', key, 0, held - most - 1)) do
        redis.call('ZREM', key, member)
        table.insert(surplus, user)
        table.insert(surplus, string.match(member, '%S+$'))
      end
    end
  end
end
return { online, surplus }`

/** ARGV: node, lease, a new epoch. Answers the epoch, and whether the node was remembered. */
export const renewScript = `${prelude}
redis.call('SET', P .. ':epoch', ARGV[3], 'NX')
local known = redis.call('ZSCORE', P .. ':nodes', ARGV[1])
if known then redis.call('ZADD', P .. ':nodes', now + ARGV[2], ARGV[1]) end
return { redis.call('GET', P .. ':epoch'), known and 1 or 0 }`

/** ARGV: how many at most. Answers who is offline, and whether there may be more. */
export const expireScript = `${prelude}
local most = tonumber(ARGV[1])
for _, node in ipairs(redis.call('ZRANGEBYSCORE', P .. ':nodes', '-inf', now)) do
  redis.call('ZREM', P .. ':nodes', node)
  redis.call('SADD', P .. ':dead', node)
end
local dead = redis.call('SRANDMEMBER', P .. ':dead')
if dead then
  local users = redis.call('SRANDMEMBER', P .. ':node:' .. dead, most)
  for _, user in ipairs(users) do drop(user, dead, '', now) end
  if #users < most then redis.call('SREM', P .. ':dead', dead) end
end
local offline = {}
local due = redis.call('ZRANGEBYSCORE', P .. ':absent', '-inf', now, 'LIMIT', 0, most)
for _, user in ipairs(due) do
  redis.call('ZREM', P .. ':absent', user)
  if redis.call('EXISTS', P .. ':user:' .. user) == 0 then
    redis.call('HDEL', P .. ':status', user)
    table.insert(offline, user)
  end
end
return { offline, (dead or #due == most) and 1 or 0 }`

/** ARGV: user, status. */
export const awayScript = `
local before = redis.call('HGET', KEYS[1] .. ':status', ARGV[1])
if not before or before == ARGV[2] then return 0 end
redis.call('HSET', KEYS[1] .. ':status', ARGV[1], ARGV[2])
return 1`
