using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using WxYarpGateway.Console.Gateways;

namespace WxYarpGateway.Console.Pages.Try;

/// <summary>A call of a WeChat API as somebody writes it.</summary>
/// <param name="Method"><c>GET</c> or <c>POST</c>.</param>
/// <param name="Path">The path at WeChat, such as <c>/cgi-bin/menu/get</c>.</param>
/// <param name="Query">The query without the token.</param>
/// <param name="Body">The JSON; empty for none.</param>
internal sealed record ApiOrder(string Method, string Path, string Query, string Body)
{
    private const int LongestPath = 200;
    private const int MostParameters = 20;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    /// <summary>Gets the segments of the path.</summary>
    private string[] Segments => Path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns why it is not called, as a key of <c>Languages/TryTexts</c>; null when it is.</summary>
    public string? WhyNot()
        => !IsPath() ? "BadPath"
            : TokenPaths.Answers(Path) ? "TokenPath"
            : QueryHelpers.ParseQuery(Query).Count > MostParameters ? "BadQuery"
            : Method == "POST" && Body.Trim().Length > 0 && !IsJson(Body) ? "BadJson"
            : null;

    /// <summary>Returns the call of the gateway.</summary>
    public GatewayCall Call(TryTarget target)
    {
        var path = target.Path("wxapi", Segments);
        foreach (var (name, values) in QueryHelpers.ParseQuery(Query))
        {
            if (name.Length > 0 && !name.Contains("token", StringComparison.OrdinalIgnoreCase))
            {
                path = path.With(Uri.EscapeDataString(name), values.ToString());
            }
        }

        return Method == "POST"
            ? new GatewayCall(HttpMethod.Post, path) { Body = Body.Trim().Length > 0 ? Body : "{}", Limit = Limit }
            : GatewayCall.Get(path) with { Limit = Limit };
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    // As WeChat writes paths; what is encoded or has dots could become another path on its way.
    private bool IsPath()
        => Path.Length is > 1 and <= LongestPath && Path[0] == '/'
            && Segments is { Length: > 0 } segments
            && segments.All(segment => GatewayPath.IsSegment(segment)
                && segment.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.'));
}
