using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>A script to run in Redis. It may run twice when an answer is lost, and late when Redis was frozen.</summary>
/// <param name="Script">The script's text, a constant: each text is kept with its hash for as long as the process lives.</param>
/// <param name="Keys">The keys, with their full names (see <see cref="RedisAccess.Key"/>).</param>
/// <param name="Values">The other arguments.</param>
public readonly record struct RedisCall(string Script, RedisKey[] Keys, RedisValue[] Values)
{
    // What is written to Redis may be a user's.
    /// <inheritdoc/>
    public override string ToString() => "***";
}
