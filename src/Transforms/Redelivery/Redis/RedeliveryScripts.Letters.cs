namespace WxYarpGateway.Transforms.Redelivery.Redis;

/// <content>What operators ask for: the counts and the dead letters.</content>
internal static partial class RedeliveryScripts
{
    /// <summary>Values: service or nothing, keep.</summary>
    public const string Count = Library + """
        local function count(service)
          local dead, messages = key('dead', service), key('messages', service)
          local old = redis.call('XRANGE', dead, '-', string.format('%.0f', now - ARGV[3]), 'COUNT', 100)
          for _, letter in ipairs(old) do redis.call('XDEL', dead, letter[1]) end
          local dying = redis.call('XLEN', dead)
          if dying == 0 then redis.call('SREM', graves, service) end
          local leased = redis.call('ZCOUNT', key('leased', service), now, '+inf')
          leased = leased + redis.call('ZCOUNT', key('taken', service), now, '+inf')
          local first = redis.call('XRANGE', messages, '-', '+', 'COUNT', 1)
          local age = -1
          if first[1] then age = math.max(0, now - tonumber(string.match(first[1][1], '^%d+'))) end
          return {service, redis.call('ZCARD', key('due', service)) - leased, leased, dying, age}
        end
        if ARGV[2] ~= '' then return {count(ARGV[2])} end
        local seen, counts = {}, {}
        for _, source in ipairs({redis.call('ZRANGE', services, 0, -1), redis.call('SMEMBERS', graves)}) do
          for _, service in ipairs(source) do
            if not seen[service] then
              seen[service] = true
              counts[#counts + 1] = count(service)
            end
          end
        end
        return counts
        """;

    /// <summary>Values: service, most.</summary>
    public const string ListDead = Library + """
        local letters = {}
        for _, letter in ipairs(redis.call('XRANGE', key('dead', ARGV[2]), '-', '+', 'COUNT', ARGV[3])) do
          local fields = letter[2]
          letters[#letters + 1] = {letter[1], fields[2], fields[4], fields[8], fields[10]}
        end
        return letters
        """;

    /// <summary>Values: service, dead letter or nothing, most, milliseconds to live, batch.</summary>
    public const string Requeue = Library + """
        local service, dead, number = ARGV[2], key('dead', ARGV[2]), 0
        local from, to = '-', '+'
        if ARGV[3] ~= '' then from, to = ARGV[3], ARGV[3] end
        for _, letter in ipairs(redis.call('XRANGE', dead, from, to, 'COUNT', ARGV[6])) do
          local fields = letter[2]
          local id = fields[2]
          if not redis.call('HGET', key('entry', id), 'place') then
            if redis.call('ZCARD', key('due', service)) >= tonumber(ARGV[4]) then break end
            redis.call('DEL', key('entry', id))
            store(id, service, fields[4], fields[6], fields[8], fields[10], ARGV[4])
            redis.call('ZADD', key('due', service), now, id)
            live(id, ARGV[5])
          end
          redis.call('XDEL', dead, letter[1])
          number = number + 1
        end
        if redis.call('XLEN', dead) == 0 then redis.call('SREM', graves, service) end
        reckon(service)
        return number
        """;

    /// <summary>Values: service, dead letter.</summary>
    public const string DeleteDead = Library + "return redis.call('XDEL', key('dead', ARGV[2]), ARGV[3])";
}
