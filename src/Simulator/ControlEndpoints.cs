using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code.Orders;
using WxYarpGateway.Simulator.MiniPrograms;
using WxYarpGateway.Simulator.MiniPrograms.ContentChecks;
using WxYarpGateway.Simulator.MiniPrograms.Notices;
using WxYarpGateway.Simulator.MiniPrograms.Phones;
using WxYarpGateway.Simulator.OAuth;
using WxYarpGateway.Simulator.Platforms.Orders;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Shop;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator;

/// <summary>Drives the simulator from another process, under <c>/simulator/…</c>: GET reads what happened, POST does something.</summary>
internal sealed class ControlEndpoints
{
    public const string Root = "/simulator";

    private static readonly TimeSpan ReleaseCheckTimeout = TimeSpan.FromSeconds(10);

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly WeChatSimulator _simulator;
    private readonly Dictionary<string, Func<HttpContext, Task>> _endpoints;

    public ControlEndpoints(WeChatSimulator simulator, SimulatorState state)
    {
        _simulator = simulator;
        _endpoints = new(StringComparer.Ordinal)
        {
            ["GET messages"] = context => AnswerAsync(context, simulator.SentMessages.All),
            ["GET chats"] = context => AnswerAsync(context, simulator.Chats.All),
            ["GET templates"] = context => AnswerAsync(context, simulator.SentTemplates.All),
            ["GET mass"] = context => AnswerAsync(context, simulator.SentMassMessages.Of(context.Request.Query["appId"].ToString())),
            ["GET calls"] = context => AnswerAsync(context, simulator.Calls.All),
            ["GET codes"] = context => AnswerAsync(context, simulator.OAuth.Codes),
            ["GET authorization-codes"] = context => AnswerAsync(context, simulator.Platforms.Codes),
            ["GET platforms"] = context => AnswerAsync(context, simulator.Platforms.Reports),
            ["GET programs"] = context => AnswerAsync(context, simulator.Code.Programs),
            ["GET events"] = context => AnswerAsync(context, EventCatalogue.Names),
            ["POST push"] = PushAsync,
            ["POST revoke"] = context => ObeyAsync<RevokeOrder>(context, order => simulator.RevokeToken(order.AppId)),
            ["POST user"] = context => ObeyAsync<UserOrder>(context, order => order.Add(state.Users)),
            ["POST switches"] = context => ObeyAsync<SwitchOrder>(context, order => order.Set(state.Accounts)),
            ["POST fault"] = context => ObeyAsync<FaultOrder>(context, order => order.Plan(simulator.Faults)),
            ["POST code-switches"] = context => ObeyAsync<CodeSwitchOrder>(context, order => order.Set(state.Accounts)),
            ["POST template"] = context => ObeyAsync<TemplateOrder>(context, order => order.Add(simulator.Code)),
            ["POST audit"] = AuditAsync,
            ["GET js-codes"] = context => AnswerAsync(context, simulator.Phones.Codes),
            ["POST mini-program-switches"] = context =>
                ObeyAsync<MiniProgramSwitchOrder>(context, order => order.Set(state.Accounts)),
            ["GET notices"] = context => AnswerAsync(context, simulator.Notices.Sent),
            ["GET checks"] = context => AnswerAsync(context, simulator.Content.Checks),
            ["POST subscribe"] = context => TellAsync<SubscriptionOrder>(context, order =>
                simulator.Notices.AnswerAsync(order, context.RequestAborted)),
            ["POST content-verdict"] = context => ObeyAsync<ContentVerdictOrder>(context, order => order.Plan(simulator.Content)),
            ["POST login"] = LoginAsync,
            ["POST sign-in"] = context => ObeyAsync<SignInOrder>(context, order => simulator.OAuth.SignIn(order.AppId, order.OpenId)),
            ["POST code"] = CreateCodeAsync,
            ["POST order"] = context => ObeyAsync<ShopOrder>(context, order => order.Add(simulator.Shop)),
            ["POST addresses"] = context => ObeyAsync<AddressOrder>(context, order => order.Set(simulator.Addresses)),
            ["POST platform-switches"] = context => ObeyAsync<PlatformSwitchOrder>(context, simulator.Platforms.Set),
            ["POST authorize"] = AuthorizeAsync,
            ["POST unauthorize"] = UnauthorizeAsync,
            ["POST ticket"] = context => TellAsync<PlatformOrder>(context, order =>
                simulator.Platforms.PushTicketAsync(order.Platform, context.RequestAborted)),
            ["POST event"] = context => TellAsync<PlatformEventOrder>(context, order =>
                simulator.Platforms.PushEventAsync(order.Platform, order.ToEvent(), order.ToOptions(), context.RequestAborted)),
            ["POST register"] = context => TellAsync<RegistrationOrder>(context, order =>
                simulator.Platforms.RegisterAsync(order, context.RequestAborted)),
            ["POST release-check"] = CheckReleaseAsync,
        };
    }

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var wanted = $"{context.Request.Method} {context.Request.Path.Value?.TrimStart('/')}";
            await (_endpoints.TryGetValue(wanted, out var endpoint)
                ? endpoint(context)
                : FailAsync(context, StatusCodes.Status404NotFound, $"Try {string.Join(", ", _endpoints.Keys)}."));
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException
            or InvalidOperationException or BadHttpRequestException)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, exception.Message);
        }
    }

    // Ends with a line break, so that a shell prompt starts on a new line.
    private static async Task AnswerAsync(HttpContext context, object answer)
    {
        await context.Response.WriteAsJsonAsync(answer, Json, context.RequestAborted);
        await context.Response.WriteAsync("\n", context.RequestAborted);
    }

    private static Task FailAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return AnswerAsync(context, new { error });
    }

    private async Task PushAsync(HttpContext context)
    {
        var order = await ReadAsync<PushOrder>(context);
        await AnswerAsync(context, await _simulator.PushAsync(order.AppId, order.ToMessage(), order.ToOptions(), context.RequestAborted));
    }

    private async Task CreateCodeAsync(HttpContext context)
    {
        var order = await ReadAsync<CodeOrder>(context);
        await AnswerAsync(context, new { code = _simulator.OAuth.CreateCode(order.AppId, order.OpenId, order.Scope) });
    }

    private async Task LoginAsync(HttpContext context) =>
        await AnswerAsync(context, (await ReadAsync<LoginOrder>(context)).Carry(_simulator.Phones));

    private async Task AuditAsync(HttpContext context)
    {
        var order = await ReadAsync<AuditOrder>(context);
        var (code, verdict) = (_simulator.Code, order.ToVerdict());
        if (order.AppId is not { } appId)
        {
            var decided = await code.DecideAllAsync(order.Platform!, verdict, order.Silent, context.RequestAborted);
            await AnswerAsync(context, new { decided });
        }
        else if (order.Silent)
        {
            await code.DecideSilentlyAsync(appId, verdict, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        else
        {
            await AnswerOrNothingAsync(context, await code.DecideAsync(appId, verdict, context.RequestAborted));
        }
    }

    private async Task AuthorizeAsync(HttpContext context)
    {
        var order = await ReadAsync<AuthorizeOrder>(context);
        await AnswerAsync(
            context,
            await _simulator.Platforms.AuthorizeAsync(order.Platform, order.AppId, order.ToOptions(), context.RequestAborted));
    }

    private async Task UnauthorizeAsync(HttpContext context)
    {
        var order = await ReadAsync<UnauthorizeOrder>(context);
        if (order.Silent)
        {
            _simulator.Platforms.UnauthorizeSilently(order.Platform, order.AppId);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        var push = await _simulator.Platforms.UnauthorizeAsync(order.Platform, order.AppId, order.Moment, context.RequestAborted);
        await AnswerOrNothingAsync(context, push);
    }

    private async Task CheckReleaseAsync(HttpContext context)
    {
        var order = await ReadAsync<PlatformOrder>(context);
        await AnswerAsync(context, await _simulator.CheckReleaseAsync(order.Platform, ReleaseCheckTimeout, context.RequestAborted));
    }

    private static async Task TellAsync<T>(HttpContext context, Func<T, Task<PushResult?>> push) =>
        await AnswerOrNothingAsync(context, await push(await ReadAsync<T>(context)));

    private static Task AnswerOrNothingAsync(HttpContext context, PushResult? push)
    {
        if (push is not null)
        {
            return AnswerAsync(context, push);
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }

    private static async Task ObeyAsync<T>(HttpContext context, Action<T> obey)
    {
        obey(await ReadAsync<T>(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted)
        ?? throw new ArgumentException("The body must be a JSON object.");
}
