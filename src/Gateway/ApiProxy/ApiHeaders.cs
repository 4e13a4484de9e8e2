using System.Collections.Frozen;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.Gateway.ApiProxy;

/// <summary>Which of a caller's headers WeChat does not get: those that are for us, and those that tell of the caller's network.</summary>
internal static class ApiHeaders
{
    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Authorization", "Proxy-Authorization", ApiKeys.Header, "Cookie", "Forwarded", "X-Real-IP", "Via",

        // An errcode must be readable; WeChat's files are compressed by themselves.
        "Accept-Encoding");

    /// <summary>Takes them out.</summary>
    public static void Drop(IHeaderDictionary headers)
    {
        List<string>? kept = null;
        foreach (var (name, _) in headers)
        {
            if (IsKept(name))
            {
                (kept ??= []).Add(name);
            }
        }

        foreach (var name in kept ?? [])
        {
            headers.Remove(name);
        }
    }

    private static bool IsKept(string name)
        => Kept.Contains(name)
            || name.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase)
            || name.StartsWith(ServiceHeaders.Prefix, StringComparison.OrdinalIgnoreCase);
}
