using Microsoft.Extensions.Logging;
using WxYarpGateway.MiniPrograms.Answers;
using WxYarpGateway.MiniPrograms.Apps;
using WxYarpGateway.MiniPrograms.Sessions;
using WxYarpGateway.MiniPrograms.Users;
using WxYarpGateway.TokenService.Telemetry;

namespace WxYarpGateway.MiniPrograms.Endpoints;

/// <summary>Answers the login paths on their routes in YARP's pipeline; all other requests pass.</summary>
internal sealed partial class EndpointMiddleware(
    RequestDelegate next,
    LoginCatalog apps,
    SessionGate gate,
    CallLimits limits,
    IEnumerable<ILoginEndpoint> endpoints,
    TimeProvider clock,
    ILogger<EndpointMiddleware> logger)
{
    // A database that restarts is back by then.
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(10);

    private readonly RepeatedWarning _warning = new(clock);
    private readonly Dictionary<LoginPath, ILoginEndpoint> _endpoints = endpoints.ToDictionary(endpoint => endpoint.Path);

    /// <summary>Answers a request at a login path.</summary>
    public Task InvokeAsync(HttpContext context)
        => LoginPathRoute.Of(context.GetReverseProxyFeature().Route.Config) is { } path && path != LoginPath.App
            ? AnswerAsync(context, path)
            : next(context);

    private async Task AnswerAsync(HttpContext context, LoginPath path)
    {
        if (!_endpoints.TryGetValue(path, out var endpoint))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        try
        {
            await AnswerWriter.WriteAsync(context, await AnswerAsync(context, endpoint));
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The phone has gone.
        }
    }

    private async ValueTask<LoginAnswer> AnswerAsync(HttpContext context, ILoginEndpoint endpoint)
    {
        if (!AppOfRequest.TryRead(context.Request, out var appId))
        {
            return LoginAnswer.Invalid("the mini program is named more than once");
        }

        if (appId is null || !apps.TryFind(appId, out var app))
        {
            return LoginAnswer.NoSuchApp;
        }

        if (limits.TakeOfClient(context, endpoint) is { } clientLater)
        {
            return TooMany(endpoint, app, clientLater);
        }

        try
        {
            var entry = endpoint.Session == SessionNeed.None ? default
                : await gate.EnterAsync(context.Request, app, endpoint.Session == SessionNeed.Required);
            return entry.Refused
                ?? (limits.Take(endpoint, app, entry.Session?.User) is { } later ? TooMany(endpoint, app, later) : null)
                ?? await endpoint.AnswerAsync(new LoginCall(context, app, entry.Session));
        }
        catch (UsersUnavailableException e) when (!context.Response.HasStarted)
        {
            Log.Away(logger, endpoint.Path, app.ShownName, e.Message);
            return LoginAnswer.Unavailable(RetryAfter);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            return e.StatusCode == StatusCodes.Status413PayloadTooLarge ? LoginAnswer.TooLarge
                : LoginAnswer.Invalid("the body is broken off");
        }
    }

    private LoginAnswer TooMany(ILoginEndpoint endpoint, LoginApp app, TimeSpan later)
    {
        if (_warning.IsDue(out var leftOut))
        {
            Log.TooMany(logger, endpoint.Path, app.ShownName, leftOut);
        }

        return LoginAnswer.TooMany(later);
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "A request at '{Path}' for service '{Service}' cannot be served: '{Reason}' The phone was asked to come back soon.",
            EventName = "Away")]
        public static partial void Away(ILogger logger, LoginPath path, string service, string reason);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "There are more requests at '{Path}' for service '{Service}' than its limits let through; answering 429. Such warnings left "
            + "out since the last: '{LeftOut}'.",
            EventName = "TooMany")]
        public static partial void TooMany(ILogger logger, LoginPath path, string service, long leftOut);
    }
}
