using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Endpoints;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Configuration;

namespace WxYarpGateway.MiniPrograms.Proxy;

/// <summary>Names the user to the backend, on the routes of logged-in requests; YARP forwards them.</summary>
/// <remarks>While the session is in memory, it waits for nothing and makes nothing but the headers.</remarks>
internal sealed partial class AppMiddleware(
    RequestDelegate next,
    LoginCatalog apps,
    SessionGate gate,
    IProxyStateLookup proxy,
    IEnumerable<ILoginFilter> filters,
    ILogger<AppMiddleware> logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly ILoginFilter[] _filters = [.. filters];

    /// <summary>Names the user, or answers in the place of the backend.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return LoginRoute.Is(route) ? NameAsync(context, route) : next(context);
    }

    private Task NameAsync(HttpContext context, RouteConfig route)
    {
        if (!AppOfRequest.TryRead(context.Request, out var appId))
        {
            return AnswerWriter.WriteAsync(context, LoginAnswer.Invalid("the mini program is named more than once"));
        }

        if (appId is null || !apps.TryFind(appId, out var app) || !LoginRoute.IsFor(route, app))
        {
            return AnswerWriter.WriteAsync(context, LoginAnswer.NoSuchApp);
        }

        // The route's prefix is the gateway's own, and not the backend's.
        var isOwn = LoginPathRoute.IsApp(route);
        var path = isOwn ? BackendPath.Of(context) : context.Request.Path.Value ?? "/";
        var isRequired = isOwn ? app.Required.Include(path) : LoginRoute.IsRequired(route);
        if (isOwn && !TryAim(context, app))
        {
            return AnswerWriter.WriteAsync(context, LoginAnswer.Failed("this app has no host setting"));
        }

        var entering = gate.EnterAsync(context.Request, app, isRequired, context.RequestAborted);
        return entering.IsCompletedSuccessfully
            ? EnterAsync(context, app, entering.Result, path)
            : AwaitAsync(context, app, entering, path);
    }

    private Task EnterAsync(HttpContext context, LoginApp app, SessionGate.Entry entry, string path)
    {
        if (entry.Refused is { } refused)
        {
            return AnswerWriter.WriteAsync(context, refused);
        }

        IdentityHeaders.Set(context.Request.Headers, app, entry.Session?.Headers);
        return _filters.Length == 0 ? next(context) : FilterAsync(context, app, entry.Session, path);
    }

    private async Task FilterAsync(HttpContext context, LoginApp app, UserSession? session, string path)
    {
        foreach (var filter in _filters)
        {
            if (await filter.CheckAsync(context, app, session, path) is { } answer)
            {
                await AnswerWriter.WriteAsync(context, answer);
                return;
            }
        }

        await next(context);
    }

    private async Task AwaitAsync(HttpContext context, LoginApp app, ValueTask<SessionGate.Entry> entering, string path)
    {
        SessionGate.Entry entry;
        try
        {
            entry = await entering;
        }
        catch (UsersUnavailableException e)
        {
            Log.Away(logger, app.ShownName, e.Message);
            await AnswerWriter.WriteAsync(context, LoginAnswer.Unavailable(RetryAfter));
            return;
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        await EnterAsync(context, app, entry, path);
    }

    private bool TryAim(HttpContext context, LoginApp app)
    {
        if (app.ClusterId is not { } cluster || !proxy.TryGetCluster(cluster, out var found))
        {
            return false;
        }

        context.ReassignProxyRequest(found);
        return true;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "The user of a request to service '{Service}' is not known: '{Reason}' The phone was asked to come back soon.",
            EventName = "Away")]
        public static partial void Away(ILogger logger, string service, string reason);
    }
}
