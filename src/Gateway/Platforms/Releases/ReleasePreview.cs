using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Endpoints;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Authorizers.Storage;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Releases;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Platforms.Releases;

/// <summary>
/// <c>POST …/releases/check</c>: reads an order as filing it would, and shows which mini programs it means, which of them it cannot
/// release and why, and the <c>ext_json</c> of the first ones. It files nothing and asks WeChat nothing.
/// </summary>
internal sealed class ReleasePreview(ReleaseDesk desk, AuthorizerRegistry authorizers, IAuthorizerStore rows)
{
    // Enough to see whether the template is right; an ext_json may have 64 KiB.
    private const int MostShown = 100;
    private const int MostObstacles = 1000;
    private const int MostText = 512 * 1024;

    /// <summary>Answers.</summary>
    public async Task AnswerAsync(HttpContext context, WeChatPlatform platform)
    {
        var (body, error) = await SmallBody.ReadAsync(context.Request, ReleaseFiling.LargestBody, context.RequestAborted);
        ReleaseOrder? order = null;
        if (error is null)
        {
            (order, error) = ReleaseFiling.Read(body);
        }

        var targets = order is null ? [] : desk.TargetsOf(platform, order);
        if (order is not null && targets.Count is 0 or > ReleaseTarget.Most)
        {
            error = ReleaseFiling.ErrorOf(targets.Count == 0 ? FilingResult.Nobody : FilingResult.TooMany, order!);
        }

        if (error is not null)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        var lacking = await rows.LackingAsync(platform.AppId, targets, ReleaseObstacle.PermissionSet, context.RequestAborted);
        await JsonBody.SendAsync(context, json =>
        {
            WriteObstacles(json, platform, targets, lacking);
            Write(json, platform, order!, targets);
        });
    }

    private void WriteObstacles(
        Utf8JsonWriter json, WeChatPlatform platform, IReadOnlyList<AppId> targets, IReadOnlySet<AppId> lacking)
    {
        var found = (from appId in targets
                     let account = authorizers.Find(platform.AppId, appId)
                     let why = ReleaseObstacle.Of(account, lacking.Contains(appId))
                     where why is not null
                     select (appId, account, why)).ToList();
        json.WriteNumber("possible"u8, targets.Count - found.Count);
        json.WriteStartObject("impossible"u8);
        foreach (var same in found.CountBy(one => one.why).OrderBy(same => same.Key, StringComparer.Ordinal))
        {
            json.WriteNumber(same.Key, same.Value);
        }

        json.WriteEndObject();
        json.WriteStartArray("obstacles"u8);
        foreach (var (appId, account, why) in found.Take(MostObstacles))
        {
            json.WriteStartObject();
            json.WriteString("appid"u8, appId.Value);
            json.WriteString("name"u8, account?.NickName);
            json.WriteString("why"u8, why);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void Write(Utf8JsonWriter json, WeChatPlatform platform, ReleaseOrder order, IReadOnlyList<AppId> targets)
    {
        var left = MostText;
        json.WriteNumber("total"u8, targets.Count);
        json.WriteStartArray("items"u8);
        foreach (var appId in targets.Take(MostShown))
        {
            var authorizer = authorizers.Find(platform.AppId, appId);
            json.WriteStartObject();
            json.WriteString("appid"u8, appId.Value);
            json.WriteString("name"u8, authorizer?.NickName);
            json.WriteString("status"u8, authorizer?.State.ToString());
            if (order.Has(ReleaseStep.Commit))
            {
                var (text, missing) = ExtJsonTemplate.Fill(order.ExtJson, appId.Value, authorizers.TagsOf(platform, appId));
                left -= text.Length;
                json.WriteString("ext_json"u8, left < 0 || missing is not null ? null : text);
                json.WriteString("missing_tag"u8, missing);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
