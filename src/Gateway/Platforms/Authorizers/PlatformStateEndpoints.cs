using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Events;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Sync;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;

namespace WxYarpGateway.Gateway.Platforms.Authorizers;

/// <summary>
/// How a platform does: <c>GET {Platform}/{platform}</c>; <c>POST …/sync</c> compares it with WeChat's list now, and <c>GET …/sync</c>
/// tells how far that is.
/// </summary>
internal sealed class PlatformStateEndpoints(
    PlatformTokenStates tokens, IComparedAuthorizers authorizers, IEventInbox inbox, PlatformSync sync) : IPlatformEndpoints
{
    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(HttpMethods.Get, "", "Shows how a platform stands.", GetAsync),
        new(HttpMethods.Post, "/sync",
            new Description("Compares the accounts with WeChat's list.") { Status = StatusCodes.Status202Accepted },
            StartAsync),
        new(HttpMethods.Get, "/sync", "Shows how the last comparison went.", GetSyncAsync),
    ];

    private async Task GetAsync(HttpContext context, WeChatPlatform platform)
    {
        var state = tokens.Of(platform.Account);
        var counts = await authorizers.CountAsync(platform.AppId, context.RequestAborted);
        var events = await inbox.CountAsync(platform.AppId, context.RequestAborted);
        var run = await sync.LastAsync(platform, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteString("name"u8, platform.Name);
            json.WriteString("appid"u8, platform.AppId.Value);
            WriteSeconds(json, "ticketAge", state.TicketAge);
            WriteSeconds(json, "tokenAge", state.TokenAge);
            json.WriteBoolean("waitsForTicket"u8, state.IsWaitingForTicket);
            json.WriteNumber("spilledTokens"u8, tokens.Spilled);
            json.WriteStartObject("authorizers"u8);
            foreach (var status in Enum.GetValues<AuthorizerState>())
            {
                json.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(status.ToString()), counts.GetValueOrDefault(status));
            }

            json.WriteEndObject();
            json.WriteStartObject("inbox"u8);
            json.WriteNumber("waiting"u8, events.Waiting);
            json.WriteNumber("givenUp"u8, events.GivenUp);
            if (events.Oldest is { } oldest)
            {
                json.WriteString("oldest"u8, oldest);
            }

            json.WriteEndObject();
            if (run is not null)
            {
                json.WriteStartObject("sync"u8);
                Write(json, run);
                json.WriteEndObject();
            }
        });
    }

    private async Task StartAsync(HttpContext context, WeChatPlatform platform)
    {
        var run = await sync.StartAsync(platform, context.RequestAborted);
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}";
        await JsonBody.SendAsync(
            context, StatusCodes.Status202Accepted, JsonBody.ContentType, JsonBody.Of(json => Write(json, run)));
    }

    private async Task GetSyncAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await sync.LastAsync(platform, context.RequestAborted) is { } run)
        {
            await JsonBody.SendAsync(context, json => Write(json, run));
        }
        else
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("The platform was not compared with WeChat's list yet."));
        }
    }

    private static void WriteSeconds(Utf8JsonWriter json, string name, TimeSpan? age)
    {
        if (age is { } known)
        {
            json.WriteNumber(name, (long)known.TotalSeconds);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Write(Utf8JsonWriter json, SyncRun run)
    {
        json.WriteString("id"u8, run.Id);
        json.WriteString("status"u8, run.Status.ToString());
        json.WriteString("started"u8, run.StartedAt);
        if (run.EndedAt is { } ended)
        {
            json.WriteString("ended"u8, ended);
        }

        json.WriteNumber("seen"u8, run.Seen);
        json.WriteNumber("total"u8, run.Total);
        json.WriteNumber("added"u8, run.Added);
        json.WriteNumber("updated"u8, run.Updated);
        json.WriteNumber("unauthorized"u8, run.Ended);
        json.WriteNumber("failed"u8, run.Failed);
        json.WriteString("error"u8, run.Error);
    }
}
