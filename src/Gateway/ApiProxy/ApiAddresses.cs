using System.Runtime.CompilerServices;
using Yarp.ReverseProxy.Forwarder;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Makes the addresses that calls go to, and keeps those that are made again and again.</summary>
/// <remarks>
/// Backends call few paths, with the same token for two hours. Parsing an address costs as much as reading WeChat's answer, and HttpClient
/// takes it apart once more; a <see cref="Uri"/> keeps what it once worked out. Each address has one place, so the memory is bounded. Two
/// addresses with the same place take turns.
/// </remarks>
internal sealed class ApiAddresses
{
    // WeChat documents some 600 paths. A gateway for many accounts calls few of them for each.
    private const int Places = 512;
    private const int LongestPath = 200;

    private readonly Address?[] _addresses = new Address?[Places];
    private readonly Address?[] _withToken = new Address?[Places];

    /// <summary>Returns the address of a path, without a query.</summary>
    /// <param name="prefix">The address of WeChat's API.</param>
    /// <param name="path">The path.</param>
    public Uri Of(string prefix, PathString path)
    {
        var text = path.Value ?? "";
        ref var place = ref _addresses[PlaceOf(text.GetHashCode(StringComparison.Ordinal))];
        if (Volatile.Read(ref place) is { } known && known.First == prefix && known.Second == text)
        {
            return known.Uri;
        }

        var made = RequestUtilities.MakeDestinationAddress(prefix, path, QueryString.Empty);
        if (text.Length <= LongestPath)
        {
            Volatile.Write(ref place, new Address(prefix, text, made, made));
        }

        return made;
    }

    /// <summary>Returns an address with a query and a token after it.</summary>
    /// <param name="address">The address, without a query.</param>
    /// <param name="query">The query, with its question mark, or empty.</param>
    /// <param name="name">The name of the query parameter that carries the token.</param>
    /// <param name="token">The token.</param>
    public Uri With(Uri address, string query, string name, string token)
    {
        if (query.Length > 0)
        {
            return Make(address, query + "&", name, token);
        }

        // A token has thousands of calls, all with the same string.
        var hash = HashCode.Combine(RuntimeHelpers.GetHashCode(address), RuntimeHelpers.GetHashCode(token));
        ref var place = ref _withToken[PlaceOf(hash)];
        if (Volatile.Read(ref place) is { } known && known.First == name && known.Second == token && ReferenceEquals(known.Of, address))
        {
            return known.Uri;
        }

        var made = Make(address, "?", name, token);
        Volatile.Write(ref place, new Address(name, token, address, made));
        return made;
    }

    private static Uri Make(Uri address, string before, string name, string token)
        => new($"{address.AbsoluteUri}{before}{name}={Uri.EscapeDataString(token)}");

    private static int PlaceOf(int hash) => hash & (Places - 1);

    private sealed record Address(string First, string Second, Uri Of, Uri Uri)
    {
        // The generated one would print the token.
        public override string ToString() => Of.AbsoluteUri;
    }
}
