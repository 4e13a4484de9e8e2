using System.Collections.Frozen;
using Microsoft.AspNetCore.WebUtilities;

namespace WxYarpGateway.Gateway.ApiProxy.Tokens;

/// <summary>
/// Finds calls of WeChat's API that do not carry the account's token; the proxy forwards them as they are.
/// </summary>
internal static class CallersToken
{
    private const string AccessToken = "access_token";
    private const string ComponentAccessToken = "component_access_token";

    // The user's own OAuth token (/sns/), and the third-party platform's (/cgi-bin/component/, and cloud hosting for platforms).
    private static readonly string[] Prefixes = ["/sns/", "/cgi-bin/component/", "/componenttcb/"];

    private static readonly FrozenSet<string> Paths = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,

        // The platform's library of templates.
        "/wxa/gettemplatedraftlist", "/wxa/addtotemplate", "/wxa/gettemplatelist", "/wxa/deletetemplate",

        // The account's secret in place of a token: 40001 means the secret there.
        "/cgi-bin/clear_quota/v2",

        // The picture of a QR code takes a ticket alone.
        "/cgi-bin/showqrcode");

    // Below /cgi-bin/component/, yet with the token of the account that they are about.
    private static readonly FrozenSet<string> OfTheAccount = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "/cgi-bin/component/get_authorizer_option", "/cgi-bin/component/set_authorizer_option");

    // Where no account's token goes, whoever calls: the user's own OAuth token, a secret, a ticket.
    private static readonly FrozenSet<string> OfNoAccount = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "/sns/userinfo", "/sns/auth", "/cgi-bin/clear_quota/v2", "/cgi-bin/component/clear_quota/v2",
        "/cgi-bin/showqrcode");

    /// <summary>Returns the same for a call whose URL says that it carries a platform's token, or an authorizer's.</summary>
    public static bool IsOnForPlatform(string path) => OfNoAccount.Contains(path.TrimEnd('/'));

    /// <summary>Returns whether the token of a call, if it has one, is its caller's affair.</summary>
    public static bool IsOn(string path, QueryString query)
    {
        var plain = path.TrimEnd('/');
        if (OfTheAccount.Contains(plain))
        {
            // A platform's backend brings the token of whichever account it asks about; an SDK brings our placeholder.
            return Has(query, ComponentAccessToken)
                || Values(query, AccessToken).Any(token => token.Length > 0 && !Placeholder.IsToken(token));
        }

        return Paths.Contains(plain) || BeginsWithPrefix(path) || Has(query, ComponentAccessToken);
    }

    private static bool BeginsWithPrefix(string path)
    {
        foreach (var prefix in Prefixes)
        {
            if (path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(QueryString query, string name) => query.HasValue && Values(query, name).Any();

    private static IEnumerable<string> Values(QueryString query, string name)
    {
        foreach (var parameter in new QueryStringEnumerable(query.Value))
        {
            if (parameter.DecodeName().Span.Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                yield return parameter.DecodeValue().ToString();
            }
        }
    }
}
