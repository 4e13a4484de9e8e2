using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Text;
using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>What the probe asks a server on a connection of its own, and what the answers mean.</summary>
/// <remarks>No sentence repeats an answer, which may quote what was sent.</remarks>
internal static class RedisDialogue
{
    /// <summary>The answer when the server wants TLS.</summary>
    public const string WantsTls = "it speaks TLS only; add ssl=true";

    /// <summary>The answer when the server speaks another protocol.</summary>
    public const string NotRedis = "what answers there is not Redis";

    private const string NoSentinel = "what answers is not a Sentinel, or refuses; remove serviceName if it is Redis itself";

    // So many bytes tell Redis from anything else.
    private const int LongestAnswer = 4096;

    // What a server that wants TLS sends to one who speaks without: the record of an alert. Source: RFC 8446 §5.1.
    private const byte TlsAlert = 21;

    // *2, $length, host, $length, port.
    private const int LinesOfAnAddress = 5;

    /// <summary>Signs in to Redis and asks whether it answers; returns why not, or <see langword="null"/>.</summary>
    public static async Task<string?> AskRedisAsync(Stream stream, ConfigurationOptions configuration, CancellationToken cancellationToken)
    {
        if (await SignInAsync(stream, configuration.User, configuration.Password, cancellationToken) is { } refused)
        {
            return refused;
        }

        if (WhatIsWrong(await ExchangeAsync(stream, Command("PING"), cancellationToken)) is { } why)
        {
            return why;
        }

        var info = await ExchangeAsync(stream, Command("INFO", "server"), cancellationToken);
        return info.AsSpan().IndexOf("redis_mode:sentinel"u8) >= 0
            ? "what answers is a Sentinel, not Redis itself; name Redis itself, or add serviceName="
            : null;
    }

    /// <summary>Asks a Sentinel for the master of the configured service; returns why there is none, or where it is.</summary>
    public static async Task<(string? Why, EndPoint? Master)> AskSentinelAsync(
        Stream stream, ConfigurationOptions configuration, CancellationToken cancellationToken)
    {
        if (await SignInAsync(stream, configuration.SentinelUser, configuration.SentinelPassword, cancellationToken) is { } refused)
        {
            return ($"of a Sentinel, {refused}", null);
        }

        var question = Command("SENTINEL", "get-master-addr-by-name", configuration.ServiceName!);
        var answer = await ExchangeAsync(stream, question, cancellationToken);
        if (WhatIsWrong(answer) is { } why)
        {
            return (answer[0] == (byte)'-' ? NoSentinel : why, null);
        }

        return Encoding.ASCII.GetString(answer).Split("\r\n") is [_, _, var host, _, var port, ..]
            && int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? (null, IPAddress.TryParse(host, out var address) ? new IPEndPoint(address, number) : new DnsEndPoint(host, number))
            : ("its Sentinel knows no service of the name that serviceName gives", null);
    }

    private static async Task<string?> SignInAsync(Stream stream, string? user, string? password, CancellationToken cancellationToken)
        => password is not { Length: > 0 } ? null
            : WhatIsWrong(await ExchangeAsync(
                stream, user is { Length: > 0 } ? Command("AUTH", user, password) : Command("AUTH", password), cancellationToken));

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

    // A line; a text, before which stands its length; or an address of two texts.
    private static bool IsComplete(ReadOnlySpan<byte> answer)
        => answer.IndexOf("\r\n"u8) is >= 0 and var end && (answer[0], answer[1]) switch
        {
            ((byte)'$', _) => !Utf8Parser.TryParse(answer[1..end], out int length, out _) || answer.Length >= end + length + 4,
            ((byte)'*', (byte)'2') => answer.Count("\r\n"u8) >= LinesOfAnAddress,
            _ => true,
        };

    private static string? WhatIsWrong(ReadOnlySpan<byte> answer) => answer[0] switch
    {
        // What Redis answers with begins so. Source: its documentation, "Redis serialization protocol specification".
        (byte)'+' or (byte)'*' => null,
        (byte)'-' => RedisError.Say(Encoding.ASCII.GetString(answer[1..])),
        TlsAlert => WantsTls,
        _ => NotRedis,
    };
}
