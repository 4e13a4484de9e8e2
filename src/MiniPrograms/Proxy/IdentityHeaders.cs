using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>The headers by which a backend knows the user. All of a client's are removed first, in any spelling.</summary>
/// <remarks>
/// They are set on the request itself, before YARP copies its headers, so that they go out whatever the protocol: HTTP/1.1, HTTP/2 and
/// WebSocket upgrades. A client's <c>Connection: User-Id</c> removes none of them, since YARP takes no header's word for that.
/// </remarks>
internal static class IdentityHeaders
{
    /// <summary>The openid once more, by which mpapi's backends know the user.</summary>
    private const string OfMpapi = "uuid";

    private const string TraceOfMpapi = "Kelp-Traceid";

    // WeChat's cloud hosting names users by headers with this prefix (X-WX-OPENID), and backends written for it trust them.
    private const string CloudPrefix = "X-WX-";

    /// <summary>Replaces a client's headers by those of the user; they are empty when nobody is logged in.</summary>
    public static void Set(IHeaderDictionary headers, LoginApp app, UserHeaders? user)
    {
        RemoveForged(headers);
        headers[AppOfRequest.Header] = app.AppId.Value;
        headers["User-Id"] = user?.Id ?? "";
        headers["User-Openid"] = user?.OpenId ?? "";
        headers["User-Unionid"] = user?.UnionId ?? "";
        headers["User-Extra"] = user?.Extra ?? "";
        headers["User-Mobile"] = user?.Mobile ?? "";
        headers[OfMpapi] = user?.OpenId ?? "";
        if (app.Options.BackendToken is { Length: > 0 } token)
        {
            headers.Authorization = token;
        }
    }

    /// <summary>Returns whether a header could pass for one of ours.</summary>
    public static bool IsReserved(string name)
    {
        if (ReservedHeaders.Include(name))
        {
            return true;
        }

        var plain = ReservedHeaders.PlainOf(name);
        return plain.StartsWith(CloudPrefix, StringComparison.OrdinalIgnoreCase)
            || plain.Equals(OfMpapi, StringComparison.OrdinalIgnoreCase)
            || plain.Equals(TraceOfMpapi, StringComparison.OrdinalIgnoreCase);
    }

    private static void RemoveForged(IHeaderDictionary headers)
    {
        List<string>? forged = null;
        foreach (var (name, _) in headers)
        {
            if (IsReserved(name))
            {
                (forged ??= []).Add(name);
            }
        }

        foreach (var name in forged ?? [])
        {
            headers.Remove(name);
        }
    }
}
