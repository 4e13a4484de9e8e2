using System.Buffers;
using System.Globalization;
using System.Runtime.InteropServices;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Pipeline.Routing;

namespace WxYarpGateway.Transforms.Exchange;

/// <summary>
/// Writes the request that a backend sees: <c>POST /msg/{MsgType}</c> or <c>/event/{Event}</c>, with the message as JSON.
/// </summary>
internal static class BackendRequest
{
    private const int LongestName = 64;
    private const string Unknown = "unknown";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>
    /// Writes the request: path, body, and our headers beside those that passed; nothing of WeChat's query, which holds signature and
    /// openid. Returns the body.
    /// </summary>
    public static ReadOnlyMemory<byte> Write(HttpRequest request, MessageContext message, int attempt, IBackendForm? form)
    {
        request.Path = message.Target?.Path is { } template ? PathOf(template, message)
            : message.MsgType == "event" ? PathOf("/event/", message.Event)
            : PathOf("/msg/", message.MsgType);
        request.QueryString = QueryString.Empty;

        var headers = request.Headers;
        ServiceHeaders.Write(headers, message.Service);
        headers[ServiceHeaders.Prefix + "Message-Id"] = ServiceHeaders.Text(message.Id);
        headers[ServiceHeaders.Prefix + "Attempt"] = attempt.ToString(CultureInfo.InvariantCulture);
        if (message.IsTest)
        {
            headers[ServiceHeaders.Prefix + "Test"] = "1";
        }

        if (message.TraceParent is { } trace)
        {
            headers.TraceParent = trace;
        }

        headers.ContentType = "application/json; charset=utf-8";
        var body = form?.Write(message, request) ?? message.Body;
        headers.ContentLength = body.Length;
        request.Body = BodyOf(body);
        return body;
    }

    /// <summary>Returns the path for a name that WeChat sent; one that could change the path's meaning is not put into it.</summary>
    private static PathString PathOf(string prefix, string name)
        => prefix + (name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAnyExcept(NameCharacters) ? name : Unknown);

    private static PathString PathOf(string template, MessageContext message)
        => template
            .Replace("$APPID$", Checked(message.Service.Account.AppId.Value), StringComparison.Ordinal)
            .Replace("$INFOTYPE$", Unknown, StringComparison.Ordinal)
            .Replace("$MSGTYPE$", Checked(message.MsgType), StringComparison.Ordinal)
            .Replace("$EVENT$", Checked(message.Event), StringComparison.Ordinal);

    private static string Checked(string name) => RouteAppId.IsValid(name) ? name : Unknown;

    private static MemoryStream BodyOf(ReadOnlyMemory<byte> body)
        => MemoryMarshal.TryGetArray(body, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(body.ToArray(), writable: false);
}
