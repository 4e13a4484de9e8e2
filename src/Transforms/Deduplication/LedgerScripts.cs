namespace WxYarpGateway.Transforms.Deduplication;

/// <summary>The steps of <see cref="RedisLedger"/>, each atomic in Redis.</summary>
/// <remarks>
/// A message is a hash of <c>owner</c>, the replica that has the lease, and, once there is one, <c>reply</c>; <c>offered</c> stands beside
/// a reply
/// that WeChat's next retry is to take, <c>closed</c> says that no retry will wait, <c>deliveries</c> counts those after the first.
/// Deliveries that wait for it
/// are a sorted set with the moment, by Redis's own clock, at which they stop waiting: one whose replica died stops counting by itself.
/// Each replica keeps a key of its own alive as long as it lives.
/// </remarks>
internal static class LedgerScripts
{
    /// <summary>What the scripts say when there is no reply; a reply is JSON and begins with a brace.</summary>
    public const string Unclaimed = "unclaimed";

    /// <summary>The owner is at work.</summary>
    public const string Waiting = "waiting";

    /// <summary>The owner is gone.</summary>
    public const string Abandoned = "abandoned";

    // What the reply or the owner says about a lease, for the two scripts that look at it.
    private const string State = """
        local lease = redis.call('HMGET', KEYS[1], 'owner', 'reply')
        local state = lease[2] or 'waiting'
        if not lease[1] and not lease[2] then
          state = 'unclaimed'
        elseif not lease[2] and redis.call('EXISTS', ARGV[1] .. lease[1]) == 0 then
          state = 'abandoned'
        end

        """;

    private const string Now = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)

        """;

    /// <summary>
    /// Keys: message, replica, signature if any. Values: prefix of replicas, replica, its TTL, the message's TTL, body, signature's TTL.
    /// </summary>
    public const string Acquire = """
        if KEYS[3] then
          local body = redis.call('GET', KEYS[3])
          if body and body ~= ARGV[5] then return 2 end
          if not body then redis.call('SET', KEYS[3], ARGV[5], 'PX', ARGV[6]) end
        end
        if redis.call('EXISTS', KEYS[2]) == 0 then redis.call('SET', KEYS[2], '', 'PX', ARGV[3]) end
        local lease = redis.call('HMGET', KEYS[1], 'owner', 'reply')
        if lease[2] or (lease[1] and redis.call('EXISTS', ARGV[1] .. lease[1]) == 1) then return 1 end
        redis.call('HSET', KEYS[1], 'owner', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[4])
        return lease[1] and 3 or 0
        """;

    /// <summary>Keys: message, waiting. Values: prefix of replicas, the delivery, how long it waits, the waiting's TTL.</summary>
    public const string Join = State + """
        if state == 'waiting' and tonumber(ARGV[3]) > 0 then

        """ + Now + """
          redis.call('ZADD', KEYS[2], now + ARGV[3], ARGV[2])
          redis.call('PEXPIRE', KEYS[2], ARGV[4])
        elseif lease[2] then
          redis.call('HDEL', KEYS[1], 'offered')
        end
        return state
        """;

    /// <summary>Keys: message. Values: prefix of replicas.</summary>
    public const string Look = State + "return state";

    /// <summary>Keys: message, waiting. Values: the delivery.</summary>
    public const string Leave = """
        redis.call('ZREM', KEYS[2], ARGV[1])
        local reply = redis.call('HGET', KEYS[1], 'reply')
        if reply then redis.call('HDEL', KEYS[1], 'offered') end
        return reply
        """;

    /// <summary>
    /// Keys: message, waiting. Values: the reply, what to record when it is late for all, whether it is in time, channel, message, the
    /// message's TTL.
    /// A message that Redis has forgotten is recorded all the same: retries may still come.
    /// </summary>
    public const string Settle = """
        if redis.call('HEXISTS', KEYS[1], 'reply') == 1 then return 1 end
        local waiting = 0
        if redis.call('EXISTS', KEYS[2]) == 1 then

        """ + Now + """
          waiting = redis.call('ZCOUNT', KEYS[2], now, '+inf')
        end
        if waiting > 0 or ARGV[3] == '1' then
          redis.call('HSET', KEYS[1], 'reply', ARGV[1])
        else
          redis.call('HSET', KEYS[1], 'reply', ARGV[2])
        end
        if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[6]) end
        if waiting > 0 then
          redis.call('PUBLISH', ARGV[4], ARGV[5])
          return 1
        end
        return 0
        """;

    /// <summary>Keys: message. The first delivery is not counted when it comes: most messages have no other.</summary>
    public const string Count = """
        if redis.call('EXISTS', KEYS[1]) == 0 then return 1 end
        redis.call('HSETNX', KEYS[1], 'deliveries', 1)
        return redis.call('HINCRBY', KEYS[1], 'deliveries', 1)
        """;

    /// <summary>
    /// Keys: message, waiting. Values: the reply, what to record when it is late for all, channel, message, the message's TTL.
    /// </summary>
    public const string Offer = Now + """
        local known = redis.call('HMGET', KEYS[1], 'reply', 'closed')
        local waiting = redis.call('ZCOUNT', KEYS[2], now, '+inf')
        local isLate = known[2] and waiting == 0
        if not known[1] then
          redis.call('HSET', KEYS[1], 'reply', isLate and ARGV[2] or ARGV[1])
          if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[5]) end
        end
        if isLate then return 0 end
        if waiting > 0 then
          redis.call('PUBLISH', ARGV[3], ARGV[4])
          return 1
        end
        redis.call('HSET', KEYS[1], 'offered', 1)
        return 2
        """;

    /// <summary>Keys: message. Values: what to record in the place of the reply.</summary>
    public const string Withdraw = """
        if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('HDEL', KEYS[1], 'offered') == 0 then return 0 end
        redis.call('HSET', KEYS[1], 'reply', ARGV[1])
        if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
        return 1
        """;

    /// <summary>Keys: message. Values: the message's TTL.</summary>
    public const string Close = """
        local reply = redis.call('HGET', KEYS[1], 'reply')
        if reply then
          redis.call('HDEL', KEYS[1], 'offered')
          return reply
        end
        redis.call('HSET', KEYS[1], 'closed', 1)
        if redis.call('PTTL', KEYS[1]) < 0 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
        return false
        """;

    /// <summary>
    /// Keys: message. Values: the replica, channel, message. The owner becomes one that never lives, so the next delivery takes over.
    /// </summary>
    public const string Release = """
        local lease = redis.call('HMGET', KEYS[1], 'owner', 'reply')
        if lease[2] or lease[1] ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'owner', 'nobody')
        redis.call('HDEL', KEYS[1], 'closed')
        redis.call('PUBLISH', ARGV[2], ARGV[3])
        return 1
        """;

    /// <summary>Keys: replica. Values: its TTL.</summary>
    public const string StayAlive = "redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) return 1";
}
