using StackExchange.Redis;
using WxYarpGateway.PlatformImport.Found;

namespace WxYarpGateway.PlatformImport.WxJava;

/// <summary>Reads what WxJava's storage for third-party platforms has in Redis, without changing anything there.</summary>
internal static class WxJavaSource
{
    private const int Page = 500;

    /// <summary>Reads all its tickets and refresh tokens.</summary>
    /// <param name="options">Where Redis is.</param>
    /// <param name="leftOut">Gets what is not taken.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="RedisException">Redis is not there, or refuses.</exception>
    public static async Task<WxJavaFinds> ReadAsync(
        ConfigurationOptions options, LeftOut leftOut, DateTimeOffset now, CancellationToken cancellationToken)
    {
        options.AbortOnConnectFail = true;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        var database = redis.GetDatabase();
        var finds = new WxJavaFinds(leftOut, now);

        // Each server of a cluster has a part of the keys; replicas have what their masters have.
        foreach (var server in redis.GetServers().Where(server => server is { IsConnected: true, IsReplica: false }))
        {
            foreach (var pattern in new[] { $"*{WxJavaKey.Ticket}*", $"*{WxJavaKey.RefreshToken}*" })
            {
                await foreach (var name in server.KeysAsync(database.Database, pattern, Page).WithCancellation(cancellationToken))
                {
                    if (WxJavaKey.Read(name.ToString()) is { } key)
                    {
                        await AddAsync(finds, database, name, key, leftOut);
                    }
                    else
                    {
                        leftOut.Add("keys that only look like WxJava's");
                    }
                }
            }
        }

        return finds;
    }

    private static async Task AddAsync(WxJavaFinds finds, IDatabase database, RedisKey name, WxJavaKey key, LeftOut leftOut)
    {
        try
        {
            var value = await database.StringGetWithExpiryAsync(name);
            if (!value.Value.IsNull)
            {
                finds.Add(key, value.Value, value.Expiry);
            }
        }
        catch (RedisServerException)
        {
            leftOut.Add("keys with another type of value than a text", key.ToString());
        }
    }
}
