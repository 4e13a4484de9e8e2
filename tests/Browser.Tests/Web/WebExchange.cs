using System.Net;
using System.Text;
using Microsoft.Extensions.Primitives;

namespace WxYarpGateway.Browser.Tests.Web;

/// <summary>One request and its answer, as they went over the wire.</summary>
internal sealed record WebExchange(string Method, string Url, IReadOnlyDictionary<string, StringValues> RequestHeaders, int Status,
    IReadOnlyDictionary<string, StringValues> ResponseHeaders, string Body)
{
    public string Host => new Uri(Url).Host;

    public string Path => new Uri(Url).AbsolutePath;

    public string? Referer => RequestHeaders.TryGetValue("Referer", out var referer) ? referer.ToString() : null;

    /// <summary>Gets all that a browser saw of it, each part also as it is without percent signs.</summary>
    public string Everything { get; } = Join(Url, RequestHeaders, ResponseHeaders, Body);

    private static string Join(string url, IReadOnlyDictionary<string, StringValues> requestHeaders, IReadOnlyDictionary<string,
        StringValues> responseHeaders, string body)
    {
        var text = new StringBuilder(url).AppendLine();
        foreach (var (name, value) in requestHeaders.Concat(responseHeaders))
        {
            text.Append(name).Append(": ").AppendLine(value);
        }

        text.AppendLine(body);
        return text.Append(WebUtility.UrlDecode(text.ToString())).ToString();
    }
}
