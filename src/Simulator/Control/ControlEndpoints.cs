using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WxYarpGateway.Simulator.Pushes;

namespace WxYarpGateway.Simulator.Control;

/// <summary>Lets another process drive the simulator: <c>GET messages</c>, <c>GET calls</c>, <c>POST push</c>, <c>POST revoke</c>.</summary>
internal sealed class ControlEndpoints(WeChatSimulator simulator)
{
    public const string Root = "/simulator";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            var answer = (context.Request.Method, context.Request.Path.Value) switch
            {
                ("GET", "/messages") => AnswerAsync(context, simulator.SentMessages.All),
                ("GET", "/calls") => AnswerAsync(context, simulator.Calls.All),
                ("POST", "/push") => PushAsync(context),
                ("POST", "/revoke") => RevokeAsync(context),
                _ => FailAsync(context, StatusCodes.Status404NotFound, "Try GET messages, GET calls, POST push or POST revoke."),
            };
            await answer;
        }
        catch (Exception fault) when (fault is JsonException or ArgumentException or InvalidOperationException or BadHttpRequestException)
        {
            await FailAsync(context, StatusCodes.Status400BadRequest, fault.Message);
        }
    }

    private static Task AnswerAsync(HttpContext context, object answer) =>
        context.Response.WriteAsJsonAsync(answer, Json, context.RequestAborted);

    private static Task FailAsync(HttpContext context, int status, string error)
    {
        context.Response.StatusCode = status;
        return AnswerAsync(context, new { error });
    }

    private async Task PushAsync(HttpContext context)
    {
        var order = await ReadAsync<PushOrder>(context);
        var options = new PushOptions { Url = order.Url };
        await AnswerAsync(context, await simulator.PushAsync(order.AppId, order.ToMessage(), options, context.RequestAborted));
    }

    private async Task RevokeAsync(HttpContext context)
    {
        simulator.RevokeToken((await ReadAsync<RevokeOrder>(context)).AppId);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static async Task<T> ReadAsync<T>(HttpContext context) =>
        await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Json, context.RequestAborted)
        ?? throw new ArgumentException("The body must be a JSON object.");
}
