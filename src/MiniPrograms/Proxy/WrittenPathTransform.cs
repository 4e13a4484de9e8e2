using Microsoft.AspNetCore.Http.Features;
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

    private readonly BackendAddresses _addresses = new();

    /// <inheritdoc/>
    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var target = context.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        context.ProxyRequest.RequestUri = _addresses.Find(context.DestinationPrefix, target) ?? Make(context, target);
        return ValueTask.CompletedTask;
    }

    private Uri Make(RequestTransformContext context, string target)
    {
        var destination = context.DestinationPrefix.AsSpan().TrimEnd('/');
        if (BackendPath.AsWritten(target, prefix) is not { } written)
        {
            return new Uri(string.Concat(destination, BackendPath.Anew(context.Path, context.Query.QueryString)), AsItIs);
        }

        var address = new Uri(string.Concat(destination, written), AsItIs);
        _addresses.Keep(context.DestinationPrefix, target, address);
        return address;
    }
}
