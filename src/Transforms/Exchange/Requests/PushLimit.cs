using WxYarpGateway.Transforms.Pipeline.ReplyKinds;

namespace WxYarpGateway.Transforms.Exchange.Requests;

/// <summary>Lets a host's own rate limiter refuse pushes.</summary>
public static class PushLimit
{
    /// <summary>
    /// Has the push of a request answered with 429 and an empty body, instead of opened. It is counted and logged like any other push, with
    /// the outcome <c>limited</c>. Call it in a middleware before YARP's, and call the next middleware as usual.
    /// </summary>
    /// <param name="context">The request, on a route for <see cref="WeChatRoute.Message"/>.</param>
    public static void Refuse(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Features.Set(RefusedReply.Limited);
    }
}
