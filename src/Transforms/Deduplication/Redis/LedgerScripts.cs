namespace WxYarpGateway.Transforms.Deduplication.Redis;

/// <summary>The scripts of <see cref="RedisLedger"/>. Each is one atomic step in Redis.</summary>
/// <remarks>
/// <para>A message is a hash. <c>owner</c> is the replica with the lease; <c>reply</c> is the reply, once there is one; <c>offered</c>
/// marks
/// a reply that WeChat's next retry is to take; <c>closed</c> says that no retry will wait; <c>deliveries</c> counts WeChat's
/// deliveries.</para>
/// <para>The retries that wait for a reply are a sorted set of the times at which their timeouts end, by Redis's clock. A retry whose
/// replica died drops out by itself.</para>
/// <para>Each replica renews a key of its own. A lease ends with its replica's key.</para>
/// </remarks>
internal static class LedgerScripts
{
    /// <summary>
    /// Nobody has the lease, and there is no reply. A reply is JSON and begins with a brace, so that no state looks like one.
    /// </summary>
    public const string Unknown = "unknown";

    /// <summary>The owner is alive and has not replied.</summary>
    public const string Waiting = "waiting";

    /// <summary>The owner is dead, or has released the lease, and there is no reply.</summary>
    public const string Abandoned = "abandoned";

    // The state of a message, for the two scripts that look at it.
    private const string State = """
        local message = redis.call('HMGET', KEYS[1], 'owner', 'reply')
        local state = message[2] or 'waiting'
        if not message[1] and not message[2] then
          state = 'unknown'
        elseif not message[2] and redis.call('EXISTS', ARGV[1] .. message[1]) == 0 then
          state = 'abandoned'
        end

        """;

    private const string Now = """
        local time = redis.call('TIME')
        local now = time[1] * 1000 + math.floor(time[2] / 1000)

        """;

    /// <summary>A step that acquires the lease of an encrypted message.</summary>
    public const char Encrypted = 'e';

    /// <summary>A step that acquires the lease of a plaintext message, and ties its signature to its body.</summary>
    public const char Plaintext = 'p';

    /// <summary>A step that records a reply in time.</summary>
    public const char InTime = 't';

    /// <summary>A step that records a late reply.</summary>
    public const char Late = 'l';

    /// <summary>
    /// The steps of several deliveries, in their order. Keys: replica, then each step's message, then its signature if it has one.
    /// Values: prefix of replicas, replica, its TTL, the messages' TTL, the signatures' TTL, channel, what to record when a reply is late
    /// for all, the steps' letters, then each step's body or reply if it has one.
    /// Returns a digit for each. Acquired: 0 first, 1 retry, 2 forged, 3 taken over. Recorded: 1 when a waiting retry takes the reply.
    /// </summary>
    /// <remarks>
    /// Most messages come once and are replied to in time, so the calls that those need are as few as they can be. A message that Redis has
    /// lost is recorded all the same: retries may still come. It then belongs to nobody, so that whatever has a reply has an owner, and
    /// a message without one is new.
    /// </remarks>
    public const string Steps = """
        local isAlive = false

        local function acquire(message)
          if not isAlive then
            if redis.call('EXISTS', KEYS[1]) == 0 then redis.call('SET', KEYS[1], '', 'PX', ARGV[3]) end
            isAlive = true
          end
          local result = 0
          if redis.call('HSETNX', message, 'owner', ARGV[2]) == 0 then
            local known = redis.call('HMGET', message, 'owner', 'reply')
            if known[2] or redis.call('EXISTS', ARGV[1] .. known[1]) == 1 then return 1 end
            redis.call('HSET', message, 'owner', ARGV[2])
            result = 3
          end
          redis.call('PEXPIRE', message, ARGV[4])
          return result
        end

        local function settle(message, reply, isInTime)
          if isInTime then
            if redis.call('HSETNX', message, 'reply', reply) == 0 then return 1 end
          elseif redis.call('HEXISTS', message, 'reply') == 1 then
            return 1
          end
          local waiting, list = 0, message .. ':waiting'
          if redis.call('EXISTS', list) == 1 then
            local time = redis.call('TIME')
            waiting = redis.call('ZCOUNT', list, time[1] * 1000 + math.floor(time[2] / 1000), '+inf')
          end
          if not isInTime then redis.call('HSET', message, 'reply', waiting > 0 and reply or ARGV[7]) end
          if redis.call('PTTL', message) < 0 then
            redis.call('HSET', message, 'owner', 'nobody')
            redis.call('PEXPIRE', message, ARGV[4])
          end
          if waiting == 0 then return 0 end
          redis.call('PUBLISH', ARGV[6], string.sub(message, -32))
          return 1
        end

        local steps, results, key, value = ARGV[8], {}, 1, 8
        for i = 1, #steps do
          local step = string.sub(steps, i, i)
          key = key + 1
          local message = KEYS[key]
          if step == 'e' then
            results[i] = acquire(message)
          elseif step == 'p' then
            key, value = key + 1, value + 1
            local signature, body = KEYS[key], ARGV[value]
            if redis.call('SET', signature, body, 'NX', 'PX', ARGV[5]) or redis.call('GET', signature) == body then
              results[i] = acquire(message)
            else
              results[i] = 2
            end
          else
            value = value + 1
            results[i] = settle(message, ARGV[value], step == 't')
          end
        end
        return table.concat(results)
        """;

    /// <summary>Keys: message, waiting. Values: prefix of replicas, the delivery, its timeout, the waiting's TTL.</summary>
    public const string Join = State + """
        if state == 'waiting' and tonumber(ARGV[3]) > 0 then

        """ + Now + """
          redis.call('ZADD', KEYS[2], now + ARGV[3], ARGV[2])
          redis.call('PEXPIRE', KEYS[2], ARGV[4])
        elseif message[2] then
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

    /// <summary>Keys: message. The first delivery is counted with the second: most messages have no retry.</summary>
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
          if redis.call('PTTL', KEYS[1]) < 0 then
            redis.call('HSET', KEYS[1], 'owner', 'nobody')
            redis.call('PEXPIRE', KEYS[1], ARGV[5])
          end
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
        if redis.call('PTTL', KEYS[1]) < 0 then
          redis.call('HSET', KEYS[1], 'owner', 'nobody')
          redis.call('PEXPIRE', KEYS[1], ARGV[2])
        end
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
    /// Keys: message. Values: the replica, channel, message. The owner becomes a name that no replica has, so that the next delivery takes
    /// the lease over.
    /// </summary>
    public const string Release = """
        local message = redis.call('HMGET', KEYS[1], 'owner', 'reply')
        if message[2] or message[1] ~= ARGV[1] then return 0 end
        redis.call('HSET', KEYS[1], 'owner', 'nobody')
        redis.call('HDEL', KEYS[1], 'closed')
        redis.call('PUBLISH', ARGV[2], ARGV[3])
        return 1
        """;

    /// <summary>Keys: replica. Values: its TTL.</summary>
    public const string StayAlive = "redis.call('SET', KEYS[1], '', 'PX', ARGV[1]) return 1";
}
