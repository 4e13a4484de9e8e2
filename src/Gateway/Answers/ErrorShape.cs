namespace WxYarpGateway.Gateway.Answers;

/// <summary>
/// The shape in which an endpoint's errors are written, so that its callers understand them; an endpoint has it as metadata.
/// </summary>
internal sealed class ErrorShape
{
    private ErrorShape()
    {
    }

    /// <summary>Gets WeChat's own shape, <c>{"errcode":…,"errmsg":"…"}</c>: the usual one.</summary>
    public static ErrorShape WeChat { get; } = new();

    /// <summary>Gets go-wx-gateway's shape, <c>{"code":502,"msg":"…"}</c>, with WeChat's <c>errcode</c> if there is one.</summary>
    public static ErrorShape GoGateway { get; } = new();

    /// <summary>Returns the shape for the endpoint of a request.</summary>
    public static ErrorShape For(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<ErrorShape>() ?? WeChat;
}
