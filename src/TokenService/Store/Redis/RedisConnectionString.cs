using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>Checks a connection string of Redis: hosts, then options, separated by commas. The client takes it apart.</summary>
/// <remarks>
/// The client drops what it takes for no host, ignores some options, and quotes values in its complaints. A connection string may hold a
/// password, and a mistyped one may stand anywhere in it. So hosts and values are never repeated, and an option is named only where its
/// name cannot be a part of a password.
/// </remarks>
internal static class RedisConnectionString
{
    private const string Password = "password";
    private const string HostsFirst = "hosts come first, and a password must not contain a comma";
    private const string NoComma = "a password stands after password=, and must not contain a comma";

    // What the client reads and ignores, what does not work with the gateway, and what other clients and versions know.
    private static readonly FrozenDictionary<string, string> Unusable = new Dictionary<string, string>
    {
        ["channelPrefix"] = "the gateway's channels begin with KeyPrefix",
        ["preserveAsyncOrder"] = "the client in use ignores it: remove it",
        ["responseTimeout"] = "the client in use ignores it: remove it",
        ["writeBuffer"] = "the client in use ignores it: remove it",
        ["highPriorityThreads"] = "the client in use ignores it: remove it",
        ["username"] = "the client in use calls it user",
        ["tls"] = "the client in use calls it ssl",
        ["db"] = "the client in use calls it defaultDatabase",
        ["database"] = "the client in use calls it defaultDatabase",
        ["masterName"] = "the client in use calls it serviceName, beside the hosts of the Sentinels",
        ["abortOnConnectFail"] = "the client in use calls it abortConnect",
        ["clientName"] = "the client in use calls it name",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a connection string that has no errors.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ConfigurationOptions? configuration)
    {
        configuration = Errors(text).Any() ? null : Parse(text);
        return configuration is not null;
    }

    /// <summary>
    /// Returns what is wrong, each to be read after "must be a connection string such as …:", without a word of hosts, passwords or
    /// other values.
    /// </summary>
    public static IEnumerable<string> Errors(string text)
    {
        var items = Items(text).ToList();
        if (items.Exists(item => (item.Option ?? item.Text).Contains("://", StringComparison.Ordinal)))
        {
            // All that follows would be read out of a text of another kind.
            yield return "it is a URL; write host:port in place of it, then ssl=true for rediss, then the password";
            yield break;
        }

        if (items.Count == 0 || items[0].Option is not null)
        {
            yield return "it names no host before its options";
        }

        var isAfterOption = false;
        var isAfterPassword = false;
        foreach (var item in items)
        {
            if (WhatIsWrong(item, isAfterOption, isAfterPassword) is { } problem)
            {
                yield return problem;
            }

            // What follows a password may be a part of it, up to the next option that the client knows.
            isAfterOption |= item.Option is not null;
            isAfterPassword = Password.Equals(item.Option, StringComparison.OrdinalIgnoreCase) || (isAfterPassword && !IsTaken(item));
        }
    }

    private static string? WhatIsWrong(Item item, bool isAfterOption, bool isAfterPassword)
    {
        if (item.Option is not { } option)
        {
            return isAfterOption ? $"part {item.Number} stands after an option and has no value of its own; {HostsFirst}"
                : Parse(item.Text) is { EndPoints: [var host] } && IsHost(host) ? null
                : $"part {item.Number} is no host; write host:port, with a name or an IP address";
        }

        if (Unusable.TryGetValue(option, out var why))
        {
            return $"its option {option} has no effect: {why}";
        }

        return IsTaken(item) ? null
            : IsKnown(option) ? $"its option {option} has a value that the client in use does not take"
            : isAfterPassword || !IsLikeAnOption(item) ? $"part {item.Number} is no option that the client in use knows; {NoComma}"
            : $"its option {option} is none that the client in use knows";
    }

    // Not the end of a password in base64, nor the beginning of a connection string of another kind.
    private static bool IsLikeAnOption(Item item)
        => item.Number != "1"
            && item.Option!.All(char.IsAsciiLetterOrDigit)
            && item.Text[(item.Text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() is [not '=', ..];

    private static bool IsHost(EndPoint host)
        => host is IPEndPoint || (host is DnsEndPoint dns && Uri.CheckHostName(dns.Host) == UriHostNameType.Dns);

    // Databases are counted from 0, which the client finds out only when it uses one. It drops an unknown $command in silence.
    private static bool IsTaken(Item item)
        => item.Option is [not '$', ..] && Parse($"host,{item.Text}") is { EndPoints.Count: 1, DefaultDatabase: null or >= 0 };

    // The client is asked by a value that nothing takes, and whose complaint tells the one from the other.
    private static bool IsKnown(string option)
    {
        try
        {
            ConfigurationOptions.Parse($"host,{option}=\u0001");
            return option[0] != '$';
        }
        catch (Exception exception) when (exception is ArgumentOutOfRangeException or FormatException)
        {
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static ConfigurationOptions? Parse(string text)
    {
        try
        {
            return ConfigurationOptions.Parse(text);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            return null;
        }
    }

    // As the client takes it apart.
    private static IEnumerable<Item> Items(string text)
    {
        var number = 0;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            number++;
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            yield return new Item(number.ToString(CultureInfo.InvariantCulture), part, equals > 0 ? part[..equals].Trim() : null);
        }
    }

    private readonly record struct Item(string Number, string Text, string? Option)
    {
        // The generated one would print the password.
        public override string ToString() => "***";
    }
}
