namespace WxYarpGateway.Transforms.Redelivery;

/// <summary>The steps of <see cref="RedisRedeliveryQueue"/>, each atomic in Redis; all moments are by its own clock.</summary>
/// <remarks>
/// Each service has a stream with the payloads (<c>messages:</c>), a sorted set with the moments at which they are due or their holds end
/// (<c>due:</c>), two of what is held, by pushes and by redeliveries (<c>held:</c>, <c>taken:</c>), its pace (<c>pace:</c>) and a stream of
/// dead
/// letters (<c>dead:</c>). One sorted set has the moment at which each service is to be looked at (<c>services</c>), one when each
/// message dies (<c>expiry</c>). Beside each payload is a hash (<c>entry:</c>): where it lies, who holds it, how often it was tried.
/// The first value of each script is the prefix of all keys. See docs/adr/0010-a-stream-and-a-set-of-due-times.md.
/// </remarks>
internal static partial class RedeliveryScripts
{
    private const string Library = """
        local prefix = ARGV[1]
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local turn = string.format('%.3f', time[1] * 1000 + time[2] / 1000)
        local orphaned = 345600000 -- four days, twice as long as a message may wait: what no gateway sees to any more ends by itself
        local services, expiry, graves = prefix .. 'services', prefix .. 'expiry', prefix .. 'graves'
        local function key(kind, of) return prefix .. kind .. ':' .. of end

        -- Whatever is due now goes to the end of the line, so that all services get their turn.
        local function reckon(service)
          local first = redis.call('ZRANGE', key('due', service), 0, 0, 'WITHSCORES')
          if not first[1] then return redis.call('ZREM', services, service) end
          local rest = tonumber(redis.call('HGET', key('pace', service), 'rest') or 0)
          redis.call('ZADD', services, string.format('%.3f', math.max(tonumber(turn), tonumber(first[2]), rest)), service)
          for _, kind in ipairs({'messages', 'due', 'held', 'taken', 'pace'}) do redis.call('PEXPIRE', key(kind, service), orphaned) end
          redis.call('PEXPIRE', services, orphaned)
          redis.call('PEXPIRE', expiry, orphaned)
        end

        local function payload(service, place)
          local found = redis.call('XRANGE', key('messages', service), place, place)
          if not found[1] then return nil end
          return found[1][2][2], found[1][2][4]
        end

        local function unhold(id, service)
          redis.call('ZREM', key('held', service), id)
          redis.call('ZREM', key('taken', service), id)
        end

        local function remove(id, service, place)
          unhold(id, service)
          redis.call('ZREM', key('due', service), id)
          redis.call('ZREM', expiry, id)
          redis.call('XDEL', key('messages', service), place)
          redis.call('DEL', key('entry', id))
        end

        local function remember(id, how, memory)
          redis.call('HSET', key('entry', id), 'over', how)
          redis.call('PEXPIRE', key('entry', id), memory)
        end

        local function store(id, service, head, body, attempts, failure, most)
          local place = redis.call('XADD', key('messages', service), '*', 'head', head, 'body', body)
          redis.call('HMSET', key('entry', id), 'service', service, 'place', place, 'attempts', attempts, 'failure', failure)
          redis.call('HSETNX', key('entry', id), 'tries', 0)
          redis.call('HSET', key('pace', service), 'most', most)
          redis.call('PEXPIRE', key('entry', id), orphaned)
        end

        local function live(id, lifetime)
          local dies = string.format('%.0f', now + lifetime)
          redis.call('HSET', key('entry', id), 'dies', dies)
          redis.call('ZADD', expiry, dies, id)
        end

        local function bury(id, memory, keep)
          local entry = redis.call('HMGET', key('entry', id), 'service', 'place', 'attempts', 'failure')
          local service = entry[1]
          local head, body = payload(service, entry[2])
          remove(id, service, entry[2])
          reckon(service)
          if not head then return nil end
          remember(id, 'dead', memory)
          local dead = key('dead', service)
          redis.call('XADD', dead, 'MAXLEN', redis.call('HGET', key('pace', service), 'most') or 10000, '*',
            'id', id, 'head', head, 'body', body, 'attempts', entry[3], 'failure', entry[4])
          redis.call('PEXPIRE', dead, keep)
          redis.call('SADD', graves, service)
          redis.call('PEXPIRE', graves, keep)
          return {id, service, head, entry[3], entry[4]}
        end

        """;

    /// <summary>
    /// Values: id, service, head, body, attempts, failure, owner, whether held, milliseconds, most, milliseconds to live, mark.
    /// </summary>
    public const string Keep = Library + """
        local id, service, owner, isHeld, most = ARGV[2], ARGV[3], ARGV[8], ARGV[9] == '1', tonumber(ARGV[11])
        local entry = redis.call('HMGET', key('entry', id), 'over', 'owner', 'place')
        if entry[1] or (entry[2] and entry[2] ~= owner) then return 2 end
        if entry[3] then
          unhold(id, service)
          redis.call('XDEL', key('messages', service), entry[3])
        elseif redis.call('ZCARD', key('due', service)) >= most then
          return 0
        end
        store(id, service, ARGV[4], ARGV[5], ARGV[6], ARGV[7], most)
        redis.call('ZADD', key('due', service), now + ARGV[10], id)
        if not entry[3] then live(id, ARGV[12]) end
        redis.call('HSET', key('entry', id), 'mark', ARGV[13])
        if isHeld then
          redis.call('HMSET', key('entry', id), 'owner', owner, 'kind', 'held')
          redis.call('ZADD', key('held', service), now + ARGV[10], id)
        else
          -- A message that is kept is a backend that failed: feel the way again.
          redis.call('HDEL', key('entry', id), 'owner', 'kind')
          redis.call('HSET', key('pace', service), 'width', 1)
        end
        reckon(service)
        return 1
        """;

    /// <summary>Takes back what <see cref="Keep"/> did for a caller who no longer waited. Values: id, mark.</summary>
    public const string Undo = Library + """
        local entry = redis.call('HMGET', key('entry', ARGV[2]), 'mark', 'service', 'place', 'kind')
        if entry[1] ~= ARGV[3] or entry[4] == 'taken' then return 0 end
        remove(ARGV[2], entry[2], entry[3])
        reckon(entry[2])
        return 1
        """;

    /// <summary>Values: owner, most, milliseconds of a hold, memory, keep, services.</summary>
    public const string Take = Library + """
        local buried, taken, most = {}, {}, tonumber(ARGV[3])
        for _, id in ipairs(redis.call('ZRANGEBYSCORE', expiry, '-inf', now, 'LIMIT', 0, 50)) do
          local entry = redis.call('HMGET', key('entry', id), 'service', 'place', 'owner')
          local ends = entry[1] and tonumber(redis.call('ZSCORE', key('due', entry[1]), id) or 0)
          if not entry[2] then
            redis.call('ZREM', expiry, id)
          elseif entry[3] and ends > now then
            redis.call('ZADD', expiry, ends, id)
          else
            buried[#buried + 1] = bury(id, ARGV[5], ARGV[6])
          end
        end

        local due = redis.call('ZRANGEBYSCORE', services, '-inf', turn, 'LIMIT', 0, ARGV[7])
        local share = math.max(1, math.floor(most / math.max(1, #due)))
        for _, service in ipairs(due) do
          if #taken >= most then break end
          redis.call('ZREMRANGEBYSCORE', key('taken', service), '-inf', now)
          redis.call('ZREMRANGEBYSCORE', key('held', service), '-inf', now)
          local width = tonumber(redis.call('HGET', key('pace', service), 'width') or 1)
          local room = math.min(share, most - #taken, width - redis.call('ZCARD', key('taken', service)))
          if room > 0 then
            for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('due', service), '-inf', now, 'LIMIT', 0, room)) do
              local entry = redis.call('HMGET', key('entry', id), 'place', 'attempts', 'tries', 'failure')
              local head, body
              if entry[1] then head, body = payload(service, entry[1]) end
              if head then
                redis.call('HMSET', key('entry', id), 'owner', ARGV[2], 'kind', 'taken')
                redis.call('ZREM', key('held', service), id)
                redis.call('ZADD', key('due', service), now + ARGV[4], id)
                redis.call('ZADD', key('taken', service), now + ARGV[4], id)
                taken[#taken + 1] = {id, service, head, body, entry[2], entry[3], entry[4]}
              else
                remove(id, service, entry[1] or '0-0')
              end
            end
          end
          reckon(service)
        end
        return {taken, buried}
        """;

    /// <summary>Values: ids.</summary>
    public const string Find = Library + """
        local gone, unknown = {}, {}
        for i = 2, #ARGV do
          local entry = redis.call('HMGET', key('entry', ARGV[i]), 'over', 'service')
          if entry[1] then
            gone[#gone + 1] = ARGV[i]
          elseif not entry[2] then
            unknown[#unknown + 1] = ARGV[i]
          end
        end
        return {gone, unknown}
        """;

    /// <summary>Values: milliseconds of a hold, then id and owner of each.</summary>
    public const string Renew = Library + """
        local gone, unknown = {}, {}
        for i = 3, #ARGV, 2 do
          local id = ARGV[i]
          local entry = redis.call('HMGET', key('entry', id), 'over', 'owner', 'service', 'kind')
          if entry[3] and not entry[2] then
            -- Entered by somebody who knew no better, while this owner was at work.
            entry[2], entry[4] = ARGV[i + 1], 'held'
            redis.call('HMSET', key('entry', id), 'owner', entry[2], 'kind', entry[4])
          end
          if entry[1] or (entry[3] and entry[2] ~= ARGV[i + 1]) then
            gone[#gone + 1] = id
          elseif entry[3] then
            redis.call('ZADD', key('due', entry[3]), now + ARGV[2], id)
            redis.call('ZADD', key(entry[4], entry[3]), now + ARGV[2], id)
          else
            unknown[#unknown + 1] = id
          end
        end
        return {gone, unknown}
        """;

    /// <summary>Values: id, whether by a redelivery, memory, widest.</summary>
    public const string Done = Library + """
        local id = ARGV[2]
        local entry = redis.call('HMGET', key('entry', id), 'over', 'service', 'place')
        if entry[1] == 'done' then return 0 end
        if entry[2] then
          remove(id, entry[2], entry[3])
          if ARGV[3] == '1' then
            local pace = key('pace', entry[2])
            redis.call('HDEL', pace, 'rest', 'failures')
            redis.call('HSET', pace, 'width', math.min(ARGV[5], 2 * tonumber(redis.call('HGET', pace, 'width') or 1)))
          end
          reckon(entry[2])
        end
        remember(id, 'done', ARGV[4])
        return 1
        """;

    /// <summary>Values: id.</summary>
    public const string TryRemove = Library + """
        local id = ARGV[2]
        local entry = redis.call('HMGET', key('entry', id), 'over', 'service', 'place', 'kind')
        if entry[1] then return 0 end
        if not entry[2] then return 1 end
        if entry[4] == 'taken' and tonumber(redis.call('ZSCORE', key('taken', entry[2]), id) or 0) > now then return 0 end
        remove(id, entry[2], entry[3])
        reckon(entry[2])
        return 1
        """;

    /// <summary>Values: id, owner, attempts, failure, milliseconds, whether it failed, first rest, longest rest, memory, keep.</summary>
    public const string Retry = Library + """
        local id = ARGV[2]
        local entry = redis.call('HMGET', key('entry', id), 'over', 'owner', 'service')
        if entry[1] then return 2 end
        if not entry[3] then return 3 end
        if entry[2] ~= ARGV[3] then return 2 end
        local service = entry[3]
        unhold(id, service)
        redis.call('HDEL', key('entry', id), 'owner', 'kind')
        redis.call('HSET', key('entry', id), 'attempts', ARGV[4])
        redis.call('ZADD', key('due', service), now + ARGV[6], id)
        if ARGV[7] == '1' then
          redis.call('HSET', key('entry', id), 'failure', ARGV[5])
          redis.call('HINCRBY', key('entry', id), 'tries', 1)
          local failures = redis.call('HINCRBY', key('pace', service), 'failures', 1)
          local rest = math.min(tonumber(ARGV[9]), tonumber(ARGV[8]) * 2 ^ math.min(failures - 1, 16))
          redis.call('HMSET', key('pace', service), 'width', 1, 'rest', string.format('%.0f', now + rest))
          if tonumber(redis.call('HGET', key('entry', id), 'dies') or 0) <= now and bury(id, ARGV[10], ARGV[11]) then return 4 end
        end
        reckon(service)
        return 1
        """;
}
