using WxYarpGateway.Gateway.Answers;

namespace WxYarpGateway.Gateway.Health;

/// <summary>Answers <c>OK</c> to a caller that asks whether the process is there: <c>GET /health</c>, as go-wx-gateway does.</summary>
internal static class HealthEndpoint
{
    /// <summary>The path, which no other endpoint may have.</summary>
    public const string Path = "/health";

    /// <summary>Answers a request.</summary>
    public static Task AnswerAsync(HttpContext context)
        => HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            ? EndpointAnswer.Of("text/plain; charset=utf-8", "OK"u8.ToArray()).WriteAsync(context)
            : ErrorWriter.WriteAsync(context, GatewayError.OtherMethod(HttpMethods.Get));
}
