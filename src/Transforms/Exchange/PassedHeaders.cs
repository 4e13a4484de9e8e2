using System.Buffers;
using System.Collections.Frozen;
using WxYarpGateway.Transforms.Exchange.Forwarding;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>
/// Copies a client's headers for the backend, except those that describe the replaced body and those that could pass for the gateway's.
/// </summary>
internal static class PassedHeaders
{
    // Identity headers of other WeChat gateways. Backends trust them, so clients must not send them. User-Agent passes.
    private static readonly FrozenSet<string> Spoofable = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "User-Id", "User-Openid", "User-Unionid", "User-Extra", "User-Mobile", "User-App", "User-Token");

    private static readonly SearchValues<char> Plain = SearchValues.Create(
        "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly FrozenSet<string> Replaced = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,

        // These describe the body, which the gateway replaces.
        "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Expect", "Accept-Encoding",

        // A public client must not join its trace to the backend's. Source: W3C Trace Context and Baggage; Request-Id is .NET's older form.
        "traceparent", "tracestate", "baggage", "Correlation-Context", "Request-Id");

    /// <summary>Copies the headers that may pass to an empty list.</summary>
    public static void Copy(IHeaderDictionary from, HeaderList to)
    {
        foreach (var (name, values) in from)
        {
            if (!Replaced.Contains(name) && !IsSpoofable(name))
            {
                to.Append(name, values);
            }
        }
    }

    /// <summary>
    /// Returns whether a header could pass for one of ours: in any case, and with underscores or other signs, which many frameworks and CGI
    /// servers read as they read hyphens.
    /// </summary>
    public static bool IsSpoofable(string name)
    {
        var plain = name.AsSpan().ContainsAnyExcept(Plain) ? WithHyphens(name) : name;
        return plain.StartsWith(ServiceHeaders.Prefix, StringComparison.OrdinalIgnoreCase) || Spoofable.Contains(plain);
    }

    private static string WithHyphens(string name) => string.Create(name.Length, name, static (letters, name) =>
    {
        for (var index = 0; index < name.Length; index++)
        {
            letters[index] = char.IsAsciiLetterOrDigit(name[index]) ? name[index] : '-';
        }
    });
}
