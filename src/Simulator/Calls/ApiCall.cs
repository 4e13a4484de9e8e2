using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace WxYarpGateway.Simulator.Calls;

/// <summary>One call of the WeChat API; its body is empty when the endpoint streams it.</summary>
internal sealed partial record ApiCall(
    string Method,
    string Path,
    IReadOnlyDictionary<string, string> Query,
    byte[] Body,
    string CallerAddress)
{
    public bool IsPost => Method == HttpMethods.Post;

    public bool IsGet => Method == HttpMethods.Get;

    public string Text => Encoding.UTF8.GetString(Body);

    /// <summary>Gets whether the body has <c>\uXXXX</c> escapes, which several APIs refuse.</summary>
    public bool HasEscapes => UnicodeEscape().IsMatch(Text);

    /// <summary>Gets the body as a JSON object, or null when it is not one.</summary>
    public JsonObject? Json { get; } = ParseObject(Body);

    public static async Task<ApiCall> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        return Of(request, body.ToArray());
    }

    /// <summary>Returns the call without its body, for an endpoint that streams it.</summary>
    public static ApiCall WithoutBody(HttpRequest request) => Of(request, []);

    /// <summary>Returns a query parameter, or null when it is absent or empty.</summary>
    public string? Parameter(string name) => Query.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    /// <summary>Returns a string of the JSON body, or null when it is absent, empty or not a string.</summary>
    public string? Field(string name) => Json?.Text(name);

    private static ApiCall Of(HttpRequest request, byte[] body) => new(
        request.Method,
        request.Path.Value ?? "/",
        request.Query.ToDictionary(pair => pair.Key, pair => pair.Value.ToString(), StringComparer.Ordinal),
        body,
        request.HttpContext.Connection.RemoteIpAddress?.MapToIPv4().ToString() ?? "unknown");

    internal static JsonObject? ParseObject(byte[] body)
    {
        try
        {
            var parsed = body.Length == 0 ? null : JsonNode.Parse(body) as JsonObject;

            // JsonObject detects a repeated name only when it is first searched.
            _ = parsed?.ContainsKey("");
            return parsed;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // A backslash that is itself escaped does not begin an escape: "\\u4f60" is the text \u4f60.
    [GeneratedRegex(@"(?<!\\)(?:\\\\)*\\u[0-9a-fA-F]{4}")]
    private static partial Regex UnicodeEscape();
}
