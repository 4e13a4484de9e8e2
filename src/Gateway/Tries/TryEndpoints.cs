using System.Text.Json;
using WxYarpGateway.Gateway.Access;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Gateway.Hosting;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.TestPushes;
using Yarp.ReverseProxy;

namespace WxYarpGateway.Gateway.Tries;

/// <summary>
/// Tests a service with a push that the gateway sends itself: <c>POST {Try}/{service}/push</c>, or <c>…/{platform}/{appid}/push</c>.
/// <c>GET {Try}/samples</c> shows what can be sent.
/// </summary>
internal sealed class TryEndpoints(
    EndpointsOfServices services,
    IProxyStateLookup proxy,
    InnerRequests requests,
    AuthorizerRegistry authorizers,
    TimeProvider clock) : IEndpointGroup
{
    private static readonly Description About = new("Tests a service with a push that the gateway sends itself.")
    {
        Body = """{"sample":"text","fields":{"Content":"hi"}}""",
    };

    /// <inheritdoc/>
    public void Map(IEndpointRouteBuilder endpoints, GatewayOptions options)
    {
        if (options.Endpoints.Try is not { } path)
        {
            return;
        }

        var group = endpoints.MapGroup(path).ForBackends(ServedOn.Internal, ErrorShape.WeChat, RequiredScope.Tries);
        group.MapFor(HttpMethods.Get, "/samples", "Lists a sample of each message and event that WeChat pushes.", ListAsync);
        services.MapWithAuthorizers(group, HttpMethods.Post, "/push", About, PushAsync);
        group.MapNothingElse();
    }

    private static Task ListAsync(HttpContext context)
        => JsonBody.SendAsync(context, StatusCodes.Status200OK, JsonBody.ContentType, TrySamples.ToJson());

    private async Task PushAsync(HttpContext context, WeChatService service)
    {
        var (body, error) = await SmallBody.ReadAsync(context.Request, TryOrder.Largest, context.RequestAborted);
        TestMessage? message = null;
        error ??= WhyNot(service);
        if (error is null)
        {
            (message, error) = TryOrder.Read(body, OriginalIdOf(service));
        }

        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        message!.Renew(clock.GetUtcNow());
        if (TestAddress.Of(proxy, service) is not { } address || TestPush.Write(service, message, address, clock) is not { } push)
        {
            await ErrorWriter.WriteAsync(
                context,
                GatewayError.Of(StatusCodes.Status409Conflict, "The service takes no pushes: it has no MessagePath, or no Token."));
            return;
        }

        var startedAt = clock.GetTimestamp();
        using (push.Request)
        {
            var (status, answer) = await requests.SendAsync(push.Request, push.Mark, context.RequestAborted);
            await AnswerAsync(context, push, push.Read(status, answer), clock.GetElapsedTime(startedAt));
        }
    }

    private static Task AnswerAsync(HttpContext context, TestPush push, TestReply reply, TimeSpan took)
        => JsonBody.SendAsync(context, json => Write(json, push, reply, took));

    private static void Write(Utf8JsonWriter json, TestPush push, TestReply reply, TimeSpan took)
    {
        json.WriteNumber("status"u8, reply.Status);
        json.WritePropertyName("reply"u8);
        if (reply.Json is { } text)
        {
            json.WriteRawValue(text);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteString("answer"u8, reply.Answer);
        json.WriteBoolean("encrypted"u8, reply.IsEncrypted);
        json.WriteString("outcome"u8, push.Run.Outcome?.ToString());
        json.WriteNumber("took_ms"u8, Math.Round(took.TotalMilliseconds, 1));
        json.WriteString("record"u8, push.Run.RecordId?.ToString("N"));
        json.WriteStartArray("skipped"u8);
        foreach (var sentence in push.Run.Skipped)
        {
            json.WriteStringValue(sentence);
        }

        json.WriteEndArray();
    }

    // A platform's own events would change what the gateway knows of its accounts.
    private static GatewayError? WhyNot(WeChatService service)
        => service.Account.Kind == ServiceKind.Platform ? GatewayError.UnknownService()
            : service.Account.Component is not null && !service.IsKnown
                ? GatewayError.Missing("The platform has no such account in its care.")
                : null;

    private string OriginalIdOf(WeChatService service)
        => service.Account.Component is { } component ? authorizers.Find(component.AppId, service.Account.AppId)?.OriginalId ?? ""
            : service.OriginalId;
}
