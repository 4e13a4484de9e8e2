namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>The steps of <see cref="RedisKeptReplies"/>, each atomic in Redis; all moments are by its own clock.</summary>
/// <remarks>
/// A user has a list of replies, each <c>message|moment of its end|reply</c>, a hash of the messages that took one within the last minute,
/// and one
/// of those whose answers are still being written. A service has a sorted set of all its replies, <c>user:message</c>, by their ends. The
/// keys are,
/// in this order: list, set, taken, awaited; they have the service in braces, so that a cluster keeps them on one node.
/// </remarks>
internal static class KeptReplyScripts
{
    private const string Now = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)
        local function read(entry)
          local message, ends, reply = string.match(entry, '^(%x+)|(%d+)|(.*)$')
          return message, tonumber(ends), reply
        end

        """;

    /// <summary>
    /// Values: user, message, reply, lifetime, most of a user, most of a service. Returns 0 when full, 1 when kept, 2 when another had to
    /// go.
    /// </summary>
    public const string Keep = Now + """
        redis.call('HDEL', KEYS[4], ARGV[2])
        redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', now)
        local own = ARGV[1] .. ':' .. ARGV[2]
        if redis.call('ZSCORE', KEYS[2], own) then return 1 end
        local result = 1
        if redis.call('LLEN', KEYS[1]) >= tonumber(ARGV[5]) then
          local message = read(redis.call('LPOP', KEYS[1]))
          redis.call('ZREM', KEYS[2], ARGV[1] .. ':' .. message)
          result = 2
        elseif redis.call('ZCARD', KEYS[2]) >= tonumber(ARGV[6]) then
          return 0
        end
        local ends = string.format('%.0f', now + ARGV[4])
        redis.call('RPUSH', KEYS[1], ARGV[2] .. '|' .. ends .. '|' .. ARGV[3])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        redis.call('ZADD', KEYS[2], ends, own)
        redis.call('PEXPIRE', KEYS[2], ARGV[4])
        return result
        """;

    /// <summary>
    /// Values: user, the message that takes it, how long that is remembered. Returns the reply, or whether one is awaited.
    /// </summary>
    public const string Take = Now + """
        local again = redis.call('HGET', KEYS[3], ARGV[2])
        if again then return again end
        local entry = redis.call('LPOP', KEYS[1])
        while entry do
          local message, ends, reply = read(entry)
          redis.call('ZREM', KEYS[2], ARGV[1] .. ':' .. message)
          if ends > now then
            redis.call('HSET', KEYS[3], ARGV[2], reply)
            redis.call('PEXPIRE', KEYS[3], ARGV[3])
            return reply
          end
          entry = redis.call('LPOP', KEYS[1])
        end
        local awaited = redis.call('HGETALL', KEYS[4])
        for i = 2, #awaited, 2 do
          if tonumber(awaited[i]) > now then return 1 end
        end
        return 0
        """;

    /// <summary>Values: user, the message whose reply it is.</summary>
    public const string TakeOwn = Now + """
        for _, entry in ipairs(redis.call('LRANGE', KEYS[1], 0, -1)) do
          local message, ends, reply = read(entry)
          if message == ARGV[2] then
            redis.call('LREM', KEYS[1], 1, entry)
            redis.call('ZREM', KEYS[2], ARGV[1] .. ':' .. message)
            if ends > now then return reply end
          end
        end
        return false
        """;

    /// <summary>Values: user, message, how long, most of a user.</summary>
    public const string Await = Now + """
        if redis.call('ZSCORE', KEYS[2], ARGV[1] .. ':' .. ARGV[2]) or redis.call('HLEN', KEYS[4]) >= tonumber(ARGV[4]) then return 0 end
        redis.call('HSET', KEYS[4], ARGV[2], string.format('%.0f', now + ARGV[3]))
        redis.call('PEXPIRE', KEYS[4], ARGV[3])
        return 1
        """;

    /// <summary>Values: user, message.</summary>
    public const string Forget = "return redis.call('HDEL', KEYS[4], ARGV[2])";

    /// <summary>Keys: the services that have any, by the ends of their last. Values: service, lifetime, channel.</summary>
    public const string Announce = Now + """
        redis.call('ZADD', KEYS[1], string.format('%.0f', now + ARGV[2]), ARGV[1])
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        redis.call('PUBLISH', ARGV[3], ARGV[1])
        return 1
        """;

    /// <summary>Keys: the services that have any.</summary>
    public const string Services = Now + """
        redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
        return redis.call('ZRANGE', KEYS[1], 0, -1)
        """;
}
