using System.Collections.Concurrent;
using System.Globalization;
using StackExchange.Redis;
using WxYarpGateway.TokenService.Store.Redis;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>The kept replies of all replicas, in Redis.</summary>
internal sealed class RedisKeptReplies : IKeptReplies
{
    private const string Prefix = "v1:kept:";
    private const string Services = Prefix + "services";
    private const string Channel = Prefix + "news";

    private readonly RedisAccess _redis;

    // The services with kept replies, as far as this replica knows. It may list too many, and hardly ever too few.
    private readonly ConcurrentDictionary<string, bool> _services = new(StringComparer.Ordinal);

    public RedisKeptReplies(RedisAccess redis)
    {
        _redis = redis;
        redis.Subscribe(Channel, service => _services[service] = true);
    }

    /// <inheritdoc/>
    public bool MayHave(string service) => _services.ContainsKey(service);

    /// <summary>Reads the services with kept replies: an announcement may be lost, or older than this replica.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var known = _services.Keys.ToArray();
        var services = (string[])(await AskAsync(KeptReplyScripts.Services, [_redis.Key(Services)], [], cancellationToken))!;
        foreach (var gone in known.Except(services))
        {
            _services.TryRemove(gone, out _);
        }

        foreach (var service in services)
        {
            _services[service] = true;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<KeepingResult> KeepAsync(
        Conversation conversation, UInt128 message, Reply reply, CancellationToken cancellationToken)
    {
        var result = (KeepingResult)(int)await AskAsync(
            KeptReplyScripts.Keep,
            conversation,
            message,
            [StoredReply.Write(reply), Milliseconds(KeptReplyLimits.Lifetime), KeptReplyLimits.PerUser, KeptReplyLimits.PerService],
            cancellationToken);
        _services[conversation.Service] = true;
        await AskAsync(
            KeptReplyScripts.Announce,
            [_redis.Key(Services)],
            [conversation.Service, Milliseconds(KeptReplyLimits.Lifetime), _redis.Key(Channel)],
            cancellationToken);
        return result;
    }

    /// <inheritdoc/>
    public async ValueTask<TakenReply> TakeAsync(Conversation conversation, UInt128 forMessage, CancellationToken cancellationToken)
    {
        var result = await AskAsync(
            KeptReplyScripts.Take, conversation, forMessage, [Milliseconds(KeptReplyLimits.Taken)], cancellationToken);
        return (string)result! switch
        {
            "0" => default,
            "1" => new TakenReply(null, IsAwaited: true),
            var reply => new TakenReply(StoredReply.Read(reply), IsAwaited: false),
        };
    }

    /// <inheritdoc/>
    public async ValueTask<Reply?> TakeOwnAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
    {
        var result = await AskAsync(KeptReplyScripts.TakeOwn, conversation, message, [], cancellationToken);
        return result.IsNull ? null : StoredReply.Read((string)result!);
    }

    /// <inheritdoc/>
    public async ValueTask AwaitAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
        => await AskAsync(
            KeptReplyScripts.Await,
            conversation,
            message,
            [Milliseconds(KeptReplyLimits.Awaited), KeptReplyLimits.PerUser],
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask ForgetAsync(Conversation conversation, UInt128 message, CancellationToken cancellationToken)
        => await AskAsync(KeptReplyScripts.Forget, conversation, message, [], cancellationToken);

    private static long Milliseconds(TimeSpan time) => (long)time.TotalMilliseconds;

    private static string Hex(UInt128 digest) => digest.ToString("x32", CultureInfo.InvariantCulture);

    private ValueTask<RedisResult> AskAsync(
        string script, Conversation conversation, UInt128 message, RedisValue[] values, CancellationToken cancellationToken)
    {
        var user = Hex(conversation.User);
        RedisKey Key(string kind) => _redis.Key($"{Prefix}{{{conversation.Service}}}:{kind}");
        return AskAsync(
            script,
            [Key("of:" + user), Key("all"), Key("taken:" + user), Key("awaited:" + user)],
            [user, Hex(message), .. values],
            cancellationToken);
    }

    private ValueTask<RedisResult> AskAsync(string script, RedisKey[] keys, RedisValue[] values, CancellationToken cancellationToken)
        => _redis.AskAsync(new RedisCall(script, keys, values), cancellationToken);
}
