using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>
/// Finds out why Redis cannot be reached, by a connection of its own: it looks up the name, dials, encrypts, signs in and asks, and
/// says which of these failed.
/// </summary>
/// <remarks>Its sentences hold neither hosts nor passwords, nor what an exception says: those quote what they are given.</remarks>
internal sealed class RedisProbe(TimeProvider timeProvider)
{
    private const string Seconds = "3";
    private const string Silent = "it took the connection and does not answer within " + Seconds + " s";
    private const string Closed =
        "it closed the connection before it answered; it may want TLS (ssl=true), or be something else than Redis";
    private const string NoTls = "it does not speak TLS, or not as we do";
    private const string WantsTls = "it speaks TLS only; add ssl=true";
    private const string NotRedis = "what answers there is not Redis";

    // So many bytes tell Redis from anything else.
    private const int LongestAnswer = 4096;

    // What a server that wants TLS sends to one who speaks without: the record of an alert. Source: RFC 8446 §5.1.
    private const byte TlsAlert = 21;

    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(int.Parse(Seconds, CultureInfo.InvariantCulture));

    /// <summary>Returns why the first host that fails cannot be used, or <see langword="null"/> when all of them answer.</summary>
    public async Task<string?> WhyNotAsync(ConfigurationOptions configuration, CancellationToken cancellationToken)
    {
        var number = 0;
        foreach (var host in configuration.EndPoints)
        {
            number++;
            if (await WhyNotAsync(host, configuration, cancellationToken) is { } why)
            {
                return configuration.EndPoints.Count == 1 ? why : string.Create(CultureInfo.InvariantCulture, $"of host {number}, {why}");
            }
        }

        return null;
    }

    private async Task<string?> WhyNotAsync(EndPoint host, ConfigurationOptions configuration, CancellationToken cancellationToken)
    {
        var why = await TryAsync(host, configuration, configuration.Ssl, cancellationToken);

        // Redis waits for the end of what it takes for a line, so that TLS fails by waiting.
        if (why != NoTls)
        {
            return why;
        }

        return await TryAsync(host, configuration, isEncrypted: false, cancellationToken) is Silent or Closed or NotRedis or WantsTls
            ? why
            : "it speaks without TLS; remove ssl=true";
    }

    private async Task<string?> TryAsync(
        EndPoint host,
        ConfigurationOptions configuration,
        bool isEncrypted,
        CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Bound, timeProvider);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var step = "its address does not answer within " + Seconds + " s: the address may be wrong, or a firewall be in the way";
        try
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(WithPort(host, configuration), ending.Token);
            await using var plain = new NetworkStream(socket);
            if (!isEncrypted)
            {
                step = Silent;
                return await AskAsync(plain, configuration, ending.Token);
            }

            step = NoTls;
            await using var encrypted = new SslStream(plain);
            if (await EncryptAsync(encrypted, host, configuration, ending.Token) is { } why)
            {
                return why;
            }

            step = Silent;
            return await AskAsync(encrypted, configuration, ending.Token);
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
        var port = configuration.Ssl ? 6380 : 6379;
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

    private static async Task<string?> EncryptAsync(
        SslStream stream,
        EndPoint host,
        ConfigurationOptions configuration,
        CancellationToken cancellationToken)
    {
        var why = "";
        try
        {
            await stream.AuthenticateAsClientAsync(
                new SslClientAuthenticationOptions
                {
                    TargetHost = configuration.SslHost is { Length: > 0 } name
                        ? name
                        : (host as DnsEndPoint)?.Host ?? ((IPEndPoint)host).Address.ToString(),
                    RemoteCertificateValidationCallback = (_, certificate, chain, errors) =>
                    {
                        why = Say(errors, certificate, chain);
                        return errors == SslPolicyErrors.None;
                    },
                },
                cancellationToken);
            return null;
        }
        catch (AuthenticationException)
        {
            return why.Length > 0 ? why : NoTls;
        }
        catch (IOException)
        {
            return NoTls;
        }
    }

    private static string Say(SslPolicyErrors errors, X509Certificate? certificate, X509Chain? chain)
        => certificate is null ? "its TLS certificate is missing"
            : chain?.ChainStatus.Any(status => status.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) == true
                ? "its TLS certificate has expired, or is not valid yet"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
                ? "its TLS certificate is not trusted here: its issuer must be known to this machine"
            : errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
                ? "its TLS certificate is for another host name; set sslHost to that name if it is right"
            : "";

    private static async Task<string?> AskAsync(Stream stream, ConfigurationOptions configuration, CancellationToken cancellationToken)
    {
        if (configuration.Password is { Length: > 0 } password
            && WhatIsWrong(await ExchangeAsync(stream, Command("AUTH", password), cancellationToken)) is { } refused)
        {
            return refused;
        }

        if (WhatIsWrong(await ExchangeAsync(stream, Command("PING"), cancellationToken)) is { } why)
        {
            return why;
        }

        var info = await ExchangeAsync(stream, Command("INFO", "server"), cancellationToken);
        return info.AsSpan().IndexOf("redis_mode:sentinel"u8) >= 0
            ? "what answers is a Sentinel, not Redis itself; name Redis itself"
            : null;
    }

    private static byte[] Command(params ReadOnlySpan<string> words)
    {
        var command = new StringBuilder().Append(CultureInfo.InvariantCulture, $"*{words.Length}\r\n");
        foreach (var word in words)
        {
            command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        return Encoding.UTF8.GetBytes(command.ToString());
    }

    private static async Task<byte[]> ExchangeAsync(Stream stream, byte[] command, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(command, cancellationToken);
        await stream.FlushAsync(cancellationToken);
        var answer = new byte[LongestAnswer];
        var length = 0;
        while (length < answer.Length && !IsComplete(answer.AsSpan(0, length)))
        {
            var read = await stream.ReadAsync(answer.AsMemory(length), cancellationToken);
            if (read == 0)
            {
                break;
            }

            length += read;
        }

        return length > 0 ? answer[..length] : throw new IOException("The connection was closed.");
    }

    // A line; or a text, before which stands its length.
    private static bool IsComplete(ReadOnlySpan<byte> answer)
        => answer.IndexOf("\r\n"u8) is >= 0 and var end
            && (answer[0] != (byte)'$' || !Utf8Parser.TryParse(answer[1..end], out int length, out _) || answer.Length >= end + length + 4);

    private static string? WhatIsWrong(ReadOnlySpan<byte> answer) => answer[0] switch
    {
        // What Redis answers with begins so. Source: its documentation, "Redis serialization protocol specification".
        (byte)'+' => null,
        (byte)'-' => RedisError.Say(Encoding.ASCII.GetString(answer[1..])),
        TlsAlert => WantsTls,
        _ => NotRedis,
    };
}
