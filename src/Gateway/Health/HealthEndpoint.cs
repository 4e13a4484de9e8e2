using WxYarpGateway.Gateway.Endpoints;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Says <c>OK</c> to who asks whether the process is there: <c>GET /health</c>, as go-wx-gateway does.</summary>
internal static class HealthEndpoint
{
    /// <summary>The path, which no other endpoint may have.</summary>
    public const string Path = "/health";

    /// <summary>Returns whether a request is for it.</summary>
    public static bool IsMatch(HttpContext context) => context.Request.Path.Equals(Path, StringComparison.OrdinalIgnoreCase);

    /// <summary>Answers a request.</summary>
    public static Task AnswerAsync(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? EndpointAnswer.Of("text/plain; charset=utf-8", "OK"u8.ToArray()).WriteAsync(context)
            : EndpointAnswer.MethodNotAllowed(HttpMethods.Get).WriteAsync(context);
}
