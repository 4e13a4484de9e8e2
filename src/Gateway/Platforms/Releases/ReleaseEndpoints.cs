using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>
/// Releases of a platform: <c>POST|GET …/releases</c>, <c>POST …/releases/check</c>, <c>GET …/releases/{id}</c>, <c>…/items</c>,
/// <c>…/events</c>, <c>POST …/cancel</c>, <c>…/resume</c>, <c>…/retry</c>.
/// </summary>
internal sealed class ReleaseEndpoints(
    ReleaseFiling filing, ReleasePreview preview, ReleaseDesk desk, IReleaseStore store, ReleaseStream stream) : IPlatformEndpoints
{
    private const string After = "after: the next of the page before";
    private const string Limit = "limit: at most so many";

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(HttpMethods.Post, "/releases",
            new Description("Files a release of many mini programs.")
            {
                Body = """{"template":1}""",
                Status = StatusCodes.Status202Accepted,
            },
            filing.AnswerAsync),
        new(HttpMethods.Post, "/releases/check",
            new Description("Reads an order of a release and shows whom it means, without filing it.") { Body = """{"template":1}""" },
            preview.AnswerAsync),
        new(HttpMethods.Get, "/releases", new Description("Lists releases, the newest first.", After, Limit), ListAsync),
        new(HttpMethods.Get, "/releases/{id}", "Shows a release.", (context, platform) => WithAsync(
            context, platform, summary => SendAsync(context, summary))),
        new(
            HttpMethods.Get,
            "/releases/{id}/items",
            new Description("Lists the mini programs of a release.", "state: the state", After, Limit),
            (context, platform) => WithAsync(context, platform, summary => ItemsAsync(context, summary))),
        new(HttpMethods.Get, "/releases/{id}/events",
            new Description("Shows what happens to a release, as server-sent events.") { AnswerType = "text/event-stream" },
            (context, platform) => WithAsync(
            context, platform, summary => stream.SendAsync(context, platform.AppId, summary))),
        new(HttpMethods.Post, "/releases/{id}/cancel", "Cancels a release.", (context, platform) => WithAsync(
            context, platform, summary => CancelAsync(context, platform, summary))),
        new(HttpMethods.Post, "/releases/{id}/resume", "Resumes a release that is held up.", (context, platform) => WithAsync(
            context, platform, summary => ResumeAsync(context, platform, summary))),
        new(HttpMethods.Post, "/releases/{id}/retry", "Tries again what failed of a release.", (context, platform) => WithAsync(
            context, platform, summary => RetryAsync(context, platform, summary))),
    ];

    private async Task ListAsync(HttpContext context, WeChatPlatform platform)
    {
        var (after, limit, error) = ReleaseQuestion.ReadList(context.Request.Query);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        var releases = await store.ListAsync(platform.AppId, after, limit + 1, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("releases"u8);
            foreach (var release in releases.Take(limit))
            {
                json.WriteStartObject();
                ReleaseJson.Write(json, release);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next"u8, releases.Count > limit ? releases[limit - 1].Release.Id.ToString("N") : null);
        });
    }

    private async Task ItemsAsync(HttpContext context, ReleaseSummary summary)
    {
        var (state, after, limit, error) = ReleaseQuestion.ReadItems(context.Request.Query);
        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        var items = await store.ItemsAsync(summary.Release.Id, state, after, limit + 1, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            json.WriteStartArray("items"u8);
            foreach (var item in items.Take(limit))
            {
                json.WriteStartObject();
                ReleaseJson.Write(json, item);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("next"u8, items.Count > limit ? items[limit - 1].AppId.Value : null);
        });
    }

    private async Task CancelAsync(HttpContext context, WeChatPlatform platform, ReleaseSummary summary)
    {
        await desk.CancelAsync(summary.Release, context.RequestAborted);
        await SendNowAsync(context, platform, summary);
    }

    private async Task ResumeAsync(HttpContext context, WeChatPlatform platform, ReleaseSummary summary)
    {
        if (await desk.ResumeAsync(summary.Release, context.RequestAborted) || summary.Release.State == ReleaseState.Running)
        {
            await SendNowAsync(context, platform, summary);
            return;
        }

        await ErrorWriter.WriteAsync(context, GatewayError.Of(
            StatusCodes.Status409Conflict,
            $"The release is {summary.Release.State}; only one that is paused or waits can go on. See retry."));
    }

    private async Task RetryAsync(HttpContext context, WeChatPlatform platform, ReleaseSummary summary)
    {
        var (body, error) = await SmallBody.ReadAsync(context.Request, context.RequestAborted);
        IReadOnlyCollection<ItemState> states = [];
        if (error is null)
        {
            (states, error) = RetryOrder.Read(body);
        }

        if (error is null && await desk.RetryAsync(summary.Release, states, context.RequestAborted) is null)
        {
            error = GatewayError.Of(
                StatusCodes.Status409Conflict, "The release is being cancelled. Retry when that is over, within a minute.");
        }

        await (error is null ? SendNowAsync(context, platform, summary) : ErrorWriter.WriteAsync(context, error));
    }

    private async Task SendNowAsync(HttpContext context, WeChatPlatform platform, ReleaseSummary before)
        => await SendAsync(context, await store.FindAsync(platform.AppId, before.Release.Id, context.RequestAborted) ?? before);

    private static Task SendAsync(HttpContext context, ReleaseSummary summary)
        => JsonBody.SendAsync(context, json =>
        {
            ReleaseJson.Write(json, summary);
            ReleaseJson.WriteOrder(json, summary.Release);
        });

    private async Task WithAsync(HttpContext context, WeChatPlatform platform, Func<ReleaseSummary, Task> answer)
    {
        var summary = Guid.TryParseExact((string?)context.GetRouteValue("id"), "N", out var id)
            ? await store.FindAsync(platform.AppId, id, context.RequestAborted)
            : null;
        await (summary is null
            ? ErrorWriter.WriteAsync(context, GatewayError.Missing("There is no such release."))
            : answer(summary));
    }
}
