using Yarp.ReverseProxy.Transforms;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>
/// Sends path and query to the backend as the phone wrote them. YARP would write them anew from the decoded path, and encode the percent
/// sign of an encoded slash once more.
/// </summary>
internal sealed class WrittenPathTransform(string prefix) : RequestTransform
{
    // The client's own text is no longer looked at: it goes out byte for byte.
    private static readonly UriCreationOptions AsItIs = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var written = BackendPath.AsWritten(context.HttpContext, prefix) is { IsEmpty: false } whole ? whole : Anew(context);
        context.ProxyRequest.RequestUri = new Uri(string.Concat(context.DestinationPrefix.AsSpan().TrimEnd('/'), written), AsItIs);
        return ValueTask.CompletedTask;
    }

    private static string Anew(RequestTransformContext context)
        => (context.Path.HasValue ? context.Path.ToUriComponent() : "/") + context.Query.QueryString.ToUriComponent();
}
