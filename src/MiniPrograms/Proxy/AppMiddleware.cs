using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
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
    private readonly ConditionalWeakTable<RouteConfig, LoginRoute> _routes = [];

    /// <summary>Names the user, or answers in the place of the backend.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        var route = context.GetReverseProxyFeature().Route.Config;
        return LoginRoute.Is(route) ? NameAsync(context, _routes.GetValue(route, static route => new LoginRoute(route))) : next(context);
    }

    private Task NameAsync(HttpContext context, LoginRoute route)
    {
        if (!AppOfRequest.TryRead(context.Request, out var appId))
        {
            return AnswerWriter.WriteAsync(context, LoginAnswer.Invalid("the mini program is named more than once"));
        }

        if (appId is null || !apps.TryFind(appId, out var app) || !route.IsFor(app))
        {
            return AnswerWriter.WriteAsync(context, LoginAnswer.NoSuchApp);
        }

        if (route.IsOwn && !TryAim(context, app))
        {
            return AnswerWriter.WriteAsync(context, LoginAnswer.Failed("this app has no host setting"));
        }

        var isRequired = route.IsOwn ? app.Required.Any && app.Required.Include(PathOf(context, route)) : route.IsRequired;
        var entering = gate.EnterAsync(context.Request, app, isRequired);
        return entering.IsCompletedSuccessfully
            ? EnterAsync(context, route, app, entering.Result)
            : AwaitAsync(context, route, app, entering);
    }

    private Task EnterAsync(HttpContext context, LoginRoute route, LoginApp app, SessionGate.Entry entry)
    {
        if (entry.Refused is { } refused)
        {
            return AnswerWriter.WriteAsync(context, refused);
        }

        var headers = context.Request.Headers;
        IdentityHeaders.Remove(headers);
        if (app.Options.BackendToken is { Length: > 0 } token)
        {
            headers.Authorization = token;
        }

        var user = entry.Session?.Headers ?? UserHeaders.OfNobody(app.AppId.Value);
        if (route.HasTransforms)
        {
            IdentityHeaders.Set(headers, user);
        }
        else
        {
            context.Features.Set(user);
        }

        foreach (var filter in _filters)
        {
            if (filter.Concerns(app))
            {
                return FilterAsync(context, route, app, entry.Session);
            }
        }

        return next(context);
    }

    private async Task FilterAsync(HttpContext context, LoginRoute route, LoginApp app, UserSession? session)
    {
        var path = PathOf(context, route);
        foreach (var filter in _filters)
        {
            if (filter.Concerns(app) && await filter.CheckAsync(context, app, session, path) is { } answer)
            {
                await AnswerWriter.WriteAsync(context, answer);
                return;
            }
        }

        await next(context);
    }

    private async Task AwaitAsync(
        HttpContext context, LoginRoute route, LoginApp app, ValueTask<SessionGate.Entry> entering)
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

        await EnterAsync(context, route, app, entry);
    }

    // The prefix of the gateway's own route is not the backend's.
    private static string PathOf(HttpContext context, LoginRoute route)
        => route.IsOwn ? BackendPath.Of(context) : context.Request.Path.Value ?? "/";

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
