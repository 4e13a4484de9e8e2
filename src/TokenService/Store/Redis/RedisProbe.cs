using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>
/// Finds out why Redis cannot be reached, by a connection of its own: it looks up the name, connects, encrypts, signs in and asks, and
/// says which of these failed. The client says some of this in exceptions, and nothing of the rest.
/// </summary>
/// <remarks>Its sentences hold neither hosts nor passwords, nor what an exception says: those quote what they are given.</remarks>
internal sealed class RedisProbe(TimeProvider timeProvider)
{
    private const string Seconds = "3";
    private const string Silent = "it took the connection and does not answer within " + Seconds + " s";
    private const string Closed =
        "it closed the connection before it answered; it may want TLS (ssl=true), or be something else than Redis";

    private const int SentinelPort = 26379;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(int.Parse(Seconds, CultureInfo.InvariantCulture));

    /// <summary>Asks one server; returns why it does not answer as it should, or <see langword="null"/>.</summary>
    private delegate Task<string?> Question(Stream stream, CancellationToken cancellationToken);

    /// <summary>Returns why the first host that fails cannot be used, or <see langword="null"/> when all of them answer.</summary>
    public async Task<string?> WhyNotAsync(ConfigurationOptions configuration, CancellationToken cancellationToken)
    {
        EndPoint? master = null;
        var isSentinel = configuration.ServiceName is { Length: > 0 };
        var number = 0;
        foreach (var host in configuration.EndPoints)
        {
            number++;
            Question question = isSentinel ? AskSentinelAsync : AskRedisAsync;
            if (await WhyNotAsync(WithPort(host, configuration), configuration, question, cancellationToken) is { } why)
            {
                return configuration.EndPoints.Count == 1 ? why : string.Create(CultureInfo.InvariantCulture, $"of host {number}, {why}");
            }
        }

        return master is not null && await WhyNotAsync(master, configuration, AskRedisAsync, cancellationToken) is { } wrong
            ? $"of the master that the Sentinels name, {wrong}"
            : null;

        Task<string?> AskRedisAsync(Stream stream, CancellationToken token) => RedisDialogue.AskRedisAsync(stream, configuration, token);

        async Task<string?> AskSentinelAsync(Stream stream, CancellationToken token)
        {
            (var why, master) = await RedisDialogue.AskSentinelAsync(stream, configuration, token);
            return why;
        }
    }

    private async Task<string?> WhyNotAsync(
        EndPoint host, ConfigurationOptions configuration, Question question, CancellationToken cancellationToken)
    {
        var why = await TryAsync(host, configuration, configuration.Ssl, question, cancellationToken);

        // Redis waits for the end of what it takes for a line, so that TLS fails by waiting.
        if (why != RedisTls.NoTls)
        {
            return why;
        }

        return await TryAsync(host, configuration, isEncrypted: false, question, cancellationToken)
            is Silent or Closed or RedisDialogue.NotRedis or RedisDialogue.WantsTls
            ? why
            : "it speaks without TLS; remove ssl=true";
    }

    private async Task<string?> TryAsync(
        EndPoint host,
        ConfigurationOptions configuration,
        bool isEncrypted,
        Question question,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Bound, timeProvider);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var step = "its address does not answer within " + Seconds + " s: the address may be wrong, or a firewall be in the way";
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(host, ending.Token);
            await using var plain = new NetworkStream(socket);
            if (!isEncrypted)
            {
                step = Silent;
                return await question(plain, ending.Token);
            }

            step = RedisTls.NoTls;
            await using var encrypted = new SslStream(plain);
            if (await RedisTls.EncryptAsync(encrypted, host, configuration, ending.Token) is { } why)
            {
                return why;
            }

            step = Silent;
            return await question(encrypted, ending.Token);
        }
        catch (OperationCanceledException)
        {
            return step;
        }
        catch (SocketException exception)
        {
            return Say(exception.SocketErrorCode);
        }
        catch (IOException)
        {
            return Closed;
        }
    }

    private static EndPoint WithPort(EndPoint host, ConfigurationOptions configuration)
    {
        // The client's own defaults.
        var port = configuration.ServiceName is { Length: > 0 } ? SentinelPort : configuration.Ssl ? 6380 : 6379;
        return host switch
        {
            DnsEndPoint { Port: 0 } dns => new DnsEndPoint(dns.Host, port),
            IPEndPoint { Port: 0 } ip => new IPEndPoint(ip.Address, port),
            _ => host,
        };
    }

    private static string Say(SocketError error) => error switch
    {
        SocketError.HostNotFound or SocketError.NoData => "its host name cannot be resolved",
        SocketError.TryAgain or SocketError.NoRecovery => "its host name cannot be resolved, since the name server does not answer",
        SocketError.ConnectionRefused => "the connection is refused: nobody listens at that port",
        SocketError.TimedOut => "its address does not answer: the address may be wrong, or a firewall be in the way",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown
            => "there is no way to its address from here",
        SocketError.ConnectionReset or SocketError.ConnectionAborted => "it broke the connection off",
        _ => "the network fails",
    };
}
