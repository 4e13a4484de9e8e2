using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>Builds the client's configuration: the operator's connection string over the gateway's defaults.</summary>
internal static class RedisConfiguration
{
    /// <summary>The pause between two attempts to connect.</summary>
    public static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    // The client takes the last of two values, so the connection string that follows overrides these.
    // keepAlive and asyncTimeout: a connection that was cut in silence is found after four timeouts, ten seconds.
    // connectTimeout and connectRetry: the client keeps to its first attempt for this long, even when Redis is back in the meantime.
    // configChannel and tiebreaker: only several masters without Sentinel need them, and an ACL user would need rights for them.
    // checkCertificateRevocation: a certificate of an operator's own issuer has nowhere to look, nor has a gateway without a way to the
    // Internet.
    private const string Defaults =
        "name=wxgateway,keepAlive=5,asyncTimeout=2500,connectTimeout=2000,connectRetry=1,"
        + "configChannel=,tiebreaker=,checkCertificateRevocation=false,";

    /// <summary>
    /// Returns the client's configuration; throws when the connection string has errors, which the options' validation reports.
    /// </summary>
    public static ConfigurationOptions Of(StoreOptions options)
    {
        var text = options.Redis ?? "";
        if (!RedisConnectionString.TryParse(text, out _))
        {
            throw new InvalidOperationException("The connection string of Redis cannot be read.");
        }

        var configuration = ConfigurationOptions.Parse(Defaults + text);

        // Without a first connection there is no answer from a Sentinel, and the client would take the Sentinel for Redis itself.
        configuration.AbortOnConnectFail = configuration.ServiceName is { Length: > 0 };

        // A call that fails must fail at once, and never be carried out later.
        configuration.BacklogPolicy = BacklogPolicy.FailFast;
        configuration.ReconnectRetryPolicy = new LinearRetry((int)RetryPause.TotalMilliseconds);
        configuration.IncludeDetailInExceptions = false;
        return configuration;
    }
}
