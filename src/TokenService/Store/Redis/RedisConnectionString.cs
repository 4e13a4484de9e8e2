using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using StackExchange.Redis;

namespace WxYarpGateway.TokenService.Store.Redis;

/// <summary>A connection string of Redis: hosts, then options, separated by commas.</summary>
/// <remarks>
/// It may hold a password, and a password that is mistyped may stand anywhere in it. So hosts and values are never repeated,
/// the client's own complaints are dropped since they quote values, and an option is named only where it is no part of a password.
/// </remarks>
internal static class RedisConnectionString
{
    private const char Separator = ',';
    private const string Password = "password";
    private const string UrlMark = "://";
    private const string HostsFirst = "hosts come first, and a password must not contain a comma";
    private const string NoComma = "a password stands after password=, and must not contain a comma";

    // What the client reads and does nothing about, or what it lacks in this build, and what other clients and versions know.
    private static readonly FrozenDictionary<string, string> Unusable = new Dictionary<string, string>
    {
        ["serviceName"] = "the client in use ignores it, and Redis Sentinel is not supported: name Redis itself",
        ["sslProtocols"] = "the client in use does not know it: the operating system chooses the version of TLS",
        ["user"] = "the client in use knows no ACL users: remove it, and give the password of the default user",
        ["username"] = "the client in use knows no ACL users: remove it, and give the password of the default user",
        ["tls"] = "the client in use calls it ssl",
        ["db"] = "the client in use calls it defaultDatabase",
        ["database"] = "the client in use calls it defaultDatabase",
        ["abortOnConnectFail"] = "the client in use calls it abortConnect",
        ["clientName"] = "the client in use calls it name",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenSet<string> OfOtherClients = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "asyncTimeout", "checkCertificateRevocation", "heartbeatInterval", "heartbeatConsistencyChecks", "highIntegrity", "libraryName",
        "preserveAsyncOrder", "protocol", "resp", "retryPolicy", "setlib", "tunnel", "cluster", "sentinel", "sentinels", "master",
        "masterName", "sentinelMasterName", "sentinelPassword", "sentinelUser", "prefetch", "timeout", "port", "host");

    /// <summary>Reads a connection string that has no errors.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ConfigurationOptions? configuration)
    {
        configuration = Errors(text).Any() ? null : Parse(text);
        return configuration is not null;
    }

    /// <summary>Returns whether an option is given.</summary>
    public static bool IsGiven(string text, string option) => Items(text).Any(
        item => item.Option?.Equals(option, StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>
    /// Returns what is wrong, each to be read after "must be a connection string such as …:", without a word of hosts, passwords or
    /// other values.
    /// </summary>
    public static IEnumerable<string> Errors(string text)
    {
        var items = Items(text).ToList();
        if (items.Exists(item => (item.Option ?? item.Text).Contains(UrlMark, StringComparison.Ordinal)))
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
                : Parse(item.Text) is { EndPoints.Count: 1 } && IsHost(item.Text) ? null
                : $"part {item.Number} is no host; write host:port, with a name or an IPv4 address";
        }

        if (Unusable.TryGetValue(option, out var why))
        {
            return $"its option {option} has no effect: {why}";
        }

        return IsTaken(item) ? null
            : IsKnown(option) ? $"its option {option} has a value that the client in use does not take"
            : !OfOtherClients.Contains(option) && (isAfterPassword || !IsLikeAnOption(item))
                ? $"part {item.Number} is no option that the client in use knows; {NoComma}"
            : $"its option {option} is none that the client in use knows";
    }

    // Not the end of a password in base64, nor the beginning of a connection string of another kind.
    private static bool IsLikeAnOption(Item item)
        => item.Number != "1"
            && item.Option!.All(char.IsAsciiLetterOrDigit)
            && item.Text[(item.Text.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim() is [not '=', ..];

    private static bool IsHost(string text)
    {
        var host = text.LastIndexOf(':') is >= 0 and var colon ? text[..colon] : text;
        return Uri.CheckHostName(host) is UriHostNameType.Dns or UriHostNameType.IPv4;
    }

    // Databases are counted from 0, which the client finds out only when it uses one.
    private static bool IsTaken(Item item)
        => item.Option is not null && Parse($"host,{item.Text}") is { EndPoints.Count: 1, DefaultDatabase: null or >= 0 };

    // The client is asked by a value that nothing takes, and whose complaint tells the one from the other.
    private static bool IsKnown(string option)
    {
        try
        {
            ConfigurationOptions.Parse($"host,{option}=\u0001");
            return true;
        }
        catch (ArgumentOutOfRangeException)
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
        foreach (var part in text.Split(Separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
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
