using System.Net.Http.Headers;
using System.Net.Mime;

namespace WxYarpGateway.TokenService.Api.Http;

/// <summary>One call to WeChat, as often as it has to be sent.</summary>
internal sealed record WeChatRequest(HttpMethod Method, string Path)
{
    /// <summary>Gets the service in whose name it is sent, for metrics and traces.</summary>
    public required string Service { get; init; }

    /// <summary>Gets the query, not yet encoded.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Query { get; init; } = [];

    /// <summary>Gets the JSON body; null for none.</summary>
    public ReadOnlyMemory<byte>? Json { get; init; }

    /// <summary>Gets what makes a body that is no JSON, once for each time that the call is sent; null for none.</summary>
    public Func<HttpContent>? Content { get; init; }

    /// <summary>Gets a value indicating whether the call may be sent again when nobody knows if WeChat carried it out.</summary>
    public bool Repeatable { get; init; }

    /// <summary>
    /// Gets how long a call may take that is sent once, whatever comes back; null for one that is sent again as <see cref="Repeatable"/>
    /// says.
    /// </summary>
    public TimeSpan? OnceWithin { get; init; }

    /// <summary>Gets what must not be repeated in any error text: the token, the secret, the openid.</summary>
    public IReadOnlyList<string> Sensitive { get; init; } = [];

    /// <summary>
    /// Gets a value indicating whether the body has what people wrote, so that WeChat's own words about it are not repeated either: they
    /// may quote it.
    /// </summary>
    public bool IsPrivate { get; init; }

    public HttpRequestMessage ToMessage(Uri apiUrl)
    {
        var query = string.Join('&', Query.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        var url = new Uri($"{apiUrl.AbsoluteUri.TrimEnd('/')}{Path}{(query.Length > 0 ? "?" : "")}{query}");
        var message = new HttpRequestMessage(Method, url);
        if (Json is { } json)
        {
            message.Content = new ReadOnlyMemoryContent(json);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json, "utf-8");
        }
        else if (Content is not null)
        {
            message.Content = Content();
        }
        else if (OnceWithin is not null)
        {
            // The HTTP client itself sends a request again when a connection that was used before ends without an answer, unless a body
            // was on its way.
            message.Content = new ByteArrayContent([]);
        }

        return message;
    }

    // The generated one would print the query, and with it the token.
    public override string ToString() => $"{Method} {Path}";
}
