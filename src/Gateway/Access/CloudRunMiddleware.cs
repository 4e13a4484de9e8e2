using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Telemetry;
using WxYarpGateway.Transforms.Exchange;

namespace WxYarpGateway.Gateway.Access;

/// <summary>
/// Guards the listener for WeChat's cloud hosting: only the platform's networks may connect, by the address of the connection, and only its
/// two paths are there. What passes needs no signature; on the other listeners these paths do not exist.
/// </summary>
/// <remarks>
/// The header <c>x-wx-source</c>, which cloud hosting adds and wxcomponent trusts, anybody can send. Nor is <c>X-Forwarded-For</c> believed
/// here, not even a known proxy's.
/// </remarks>
internal sealed partial class CloudRunMiddleware(
    RequestDelegate next, Listener listener, PlatformCatalog platforms, TimeProvider clock, ILogger<CloudRunMiddleware> logger)
{
    private readonly RepeatedWarning _strangers = new(clock);

    /// <summary>Passes on what came in on another listener, and pushes from the platform's networks.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (listener.KindOf(context) != ListenerKind.CloudRun)
        {
            return next(context);
        }

        // A reload may have taken the section away; the listener stays until the next start.
        var platform = platforms.Current.Values.FirstOrDefault(platform => platform.TakesCloudRun);
        if (platform is null)
        {
            return EndAsync(context, StatusCodes.Status404NotFound);
        }

        if (context.Connection.RemoteIpAddress is not { } address || !platform.IsCloudRun(address))
        {
            if (_strangers.IsDue(out var leftOut))
            {
                Log.Refused(logger, context.Connection.RemoteIpAddress, platform.Name, leftOut);
            }

            return EndAsync(context, StatusCodes.Status403Forbidden);
        }

        if (!ServedOn.Of(context.GetEndpoint()).Includes(ListenerKind.CloudRun))
        {
            return EndAsync(context, StatusCodes.Status404NotFound);
        }

        PushTrust.Accept(context);
        return next(context);
    }

    private static Task EndAsync(HttpContext context, int status)
    {
        context.Response.StatusCode = status;

        // Nobody reads the body of a push that is refused.
        context.Response.Headers.Connection = "close";
        return Task.CompletedTask;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Refused a request of '{Address}' on the listener for cloud hosting: it is in none of the CloudRun:Networks of platform "
            + "'{Platform}'. Add its network if WeChat's cloud hosting pushes from there. Such warnings left out since the last: "
            + "'{LeftOut}'.",
            EventName = "Refused")]
        public static partial void Refused(ILogger logger, System.Net.IPAddress? address, string platform, long leftOut);
    }
}
