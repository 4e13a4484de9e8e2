using System.Collections.Frozen;
using WxYarpGateway.Transforms.Exchange.Forwarding;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>
/// Copies a client's headers for the backend, except those that describe the replaced body and those that could pass for the gateway's.
/// </summary>
internal static class PassedHeaders
{
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
            if (!Replaced.Contains(name) && !ReservedHeaders.Include(name))
            {
                to.Append(name, values);
            }
        }
    }
}
