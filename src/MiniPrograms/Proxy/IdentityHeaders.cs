using System.Net.Http.Headers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>The headers by which a backend knows the user. All of a client's are removed first, in any spelling.</summary>
/// <remarks>
/// A client's <c>Connection: User-Id</c> removes none of them, since YARP takes no header's word for that.
/// </remarks>
internal static class IdentityHeaders
{
    private const string Id = "User-Id";
    private const string OpenId = "User-Openid";
    private const string UnionId = "User-Unionid";
    private const string Extra = "User-Extra";
    private const string Mobile = "User-Mobile";

    /// <summary>The openid once more, by which mpapi's backends know the user.</summary>
    private const string OfMpapi = "uuid";

    private const string TraceOfMpapi = "Kelp-Traceid";

    // WeChat's cloud hosting names users by headers with this prefix (X-WX-OPENID), and backends written for it trust them.
    private const string CloudPrefix = "X-WX-";

    /// <summary>Puts the headers of a user on the request for the backend, which has none of them.</summary>
    public static void Add(HttpRequestHeaders headers, UserHeaders user)
    {
        headers.TryAddWithoutValidation(AppOfRequest.Header, user.App);
        headers.TryAddWithoutValidation(Id, user.Id);
        headers.TryAddWithoutValidation(OpenId, user.OpenId);
        headers.TryAddWithoutValidation(UnionId, user.UnionId);
        headers.TryAddWithoutValidation(Extra, user.Extra);
        headers.TryAddWithoutValidation(Mobile, user.Mobile);
        headers.TryAddWithoutValidation(OfMpapi, user.OpenId);
    }

    /// <summary>Puts the headers of a user on the client's request, for a route whose own transforms decide what goes out.</summary>
    public static void Set(IHeaderDictionary headers, UserHeaders user)
    {
        headers[AppOfRequest.Header] = user.App;
        headers[Id] = user.Id;
        headers[OpenId] = user.OpenId;
        headers[UnionId] = user.UnionId;
        headers[Extra] = user.Extra;
        headers[Mobile] = user.Mobile;
        headers[OfMpapi] = user.OpenId;
    }

    /// <summary>Removes all headers of a client that could pass for one of ours.</summary>
    public static void Remove(IHeaderDictionary headers)
    {
        // Nearly every request has these two, and no others.
        headers.Remove(AppOfRequest.Header);
        headers.Remove(SessionGate.Header);
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

    /// <summary>Returns whether a header could pass for one of ours.</summary>
    public static bool IsReserved(string name)
    {
        if (ReservedHeaders.Include(name))
        {
            return true;
        }

        // Most headers begin with another letter, and need no closer look.
        if (name is not [var initial, ..] || char.ToUpperInvariant(initial) is not ('K' or 'U' or 'X'))
        {
            return false;
        }

        var plain = ReservedHeaders.PlainOf(name);
        return plain.StartsWith(CloudPrefix, StringComparison.OrdinalIgnoreCase)
            || plain.Equals(OfMpapi, StringComparison.OrdinalIgnoreCase)
            || plain.Equals(TraceOfMpapi, StringComparison.OrdinalIgnoreCase);
    }
}
