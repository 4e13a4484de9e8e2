using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Lets another process drive the simulator, under <c>/simulator/…</c>: GET tells what happened, POST does something.</summary>
internal sealed class ControlEndpoints
{
    public const string Root = "/simulator";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    private readonly WeChatSimulator _simulator;
    private readonly Dictionary<string, Func<HttpContext, Task>> _orders;

    public ControlEndpoints(WeChatSimulator simulator)
    {
        _simulator = simulator;
        _orders = new(StringComparer.Ordinal)
        {
            ["GET messages"] = context => AnswerAsync(context, simulator.SentMessages.All),
            ["GET chats"] = context => AnswerAsync(context, simulator.Chats.All),
            ["GET templates"] = context => AnswerAsync(context, simulator.SentTemplates.All),
            ["GET mass"] = context => AnswerAsync(context, simulator.SentMassMessages.Of(context.Request.Query["appId"].ToString())),
            ["GET calls"] = context => AnswerAsync(context, simulator.Calls.All),
            ["GET codes"] = context => AnswerAsync(context, simulator.OAuth.Codes),
            ["GET events"] = context => AnswerAsync(context, EventCatalogue.Names),
            ["POST push"] = PushAsync,
            ["POST revoke"] = context => ObeyAsync<RevokeOrder>(context, order => simulator.RevokeToken(order.AppId)),
            ["POST user"] = context => ObeyAsync<UserOrder>(context, order => order.Add(simulator)),
            ["POST switches"] = context => ObeyAsync<SwitchOrder>(context, order => order.Set(simulator)),
            ["POST sign-in"] = context => ObeyAsync<SignInOrder>(context, order => simulator.OAuth.SignIn(order.AppId, order.OpenId)),
            ["POST code"] = CreateCodeAsync,
            ["POST order"] = context => ObeyAsync<ShopOrder>(context, order => order.Add(simulator.Shop)),
            ["POST addresses"] = context => ObeyAsync<AddressOrder>(context, order => order.Set(simulator.Addresses)),
        };
    }

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var wanted = $"{context.Request.Method} {context.Request.Path.Value?.TrimStart('/')}";
            await (_orders.TryGetValue(wanted, out var order)
                ? order(context)
                : FailAsync(context, StatusCodes.Status404NotFound, $"Try {string.Join(", ", _orders.Keys)}."));
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException or BadHttpRequestException)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, fault.Message);
        }
    }

    // A prompt shall not stand behind the last brace.
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

    private static async Task ObeyAsync<T>(HttpContext context, Action<T> obey)
    {
        obey(await ReadAsync<T>(context));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted)
        ?? throw new ArgumentException("The body must be a JSON object.");
}
