using System.Diagnostics;

namespace WxYarpGateway.Gateway.Telemetry;

/// <summary>Corrects what HttpClient says of a call.</summary>
internal static class CallSpans
{
    private const string Address = "url.full";

    // As HttpClient itself writes a query that it hides.
    private const string HiddenQuery = "?*";

    /// <summary>Takes the query and the user's name off the address of a call's span.</summary>
    /// <remarks>
    /// WeChat's API takes the access token, the account's secret and the OAuth code in the query. HttpClient hides queries too, unless a
    /// switch of .NET tells it not to.
    /// </remarks>
    public static void Correct(Activity span, HttpRequestMessage request)
    {
        if (request.RequestUri is { IsAbsoluteUri: true } address && span.GetTagItem(Address) is string told && MayTell(told))
        {
            span.SetTag(Address, Harmless(address));
        }
    }

    private static bool MayTell(string told)
        => told.AsSpan().ContainsAny('?', '@') && !told.EndsWith(HiddenQuery, StringComparison.Ordinal);

    private static string Harmless(Uri address)
    {
        var path = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return address.Query.Length > 0 ? path + HiddenQuery : path;
    }
}
