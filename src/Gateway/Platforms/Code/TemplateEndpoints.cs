using System.Globalization;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Platforms;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>
/// What mini programs are made of: <c>GET|POST …/templates</c>, <c>DELETE …/templates/{id}</c>, <c>GET …/template-drafts</c>; and how many
/// audits are left, <c>GET …/quota</c>.
/// </summary>
internal sealed class TemplateEndpoints(CodeApi code, PlatformQuota quota, CodeAnswers answers) : IPlatformEndpoints
{
    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        new(
            HttpMethods.Get,
            "/templates",
            new Description("Lists the templates of mini programs.", "type: 0 ordinary, 1 standard"),
            ListAsync),
        new(HttpMethods.Post, "/templates",
            new Description("Makes a template of a draft.") { Body = """{"draft_id":1}""" },
            (context, platform) => answers.ChangeAsync(
            context, platform.Account, CodeCalls.AddTemplate, CodeShapes.Template, (body, stop) => code.AddTemplateAsync(
                platform.Account, body.Number("draft_id")!.Value, (int?)body.Number("template_type"), stop))),
        new(HttpMethods.Delete, "/templates/{id}", "Deletes a template.", DeleteAsync),
        new(HttpMethods.Get, "/template-drafts", "Lists the drafts of templates.", async (context, platform) => await answers.SendAsync(
            context, platform.Account, CodeCalls.Drafts, await code.DraftsAsync(platform.Account, context.RequestAborted))),
        new(HttpMethods.Get, "/quota", "Shows how many audits are left.", QuotaAsync),
    ];

    private async Task ListAsync(HttpContext context, WeChatPlatform platform)
    {
        var query = new CodeQuery(context.Request.Query, "type");
        var type = query.OneOf("type", "all", "0", "1");
        if (query.Error is { } error)
        {
            await ErrorWriter.WriteAsync(context, error);
            return;
        }

        var result = await code.TemplatesAsync(
            platform.Account, type == "all" ? null : type == "1" ? 1 : 0, context.RequestAborted);
        await answers.SendAsync(context, platform.Account, CodeCalls.Templates, result);
    }

    private async Task DeleteAsync(HttpContext context, WeChatPlatform platform)
    {
        if (!long.TryParse((string?)context.GetRouteValue("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id))
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Missing("The number of a template has digits only."));
            return;
        }

        await answers.ChangeAsync(
            context,
            platform.Account,
            CodeCalls.DeleteTemplate,
            CodeShapes.Nothing,
            (_, stop) => code.DeleteTemplateAsync(platform.Account, id, stop));
    }

    private async Task QuotaAsync(HttpContext context, WeChatPlatform platform)
    {
        if (await quota.AskAsync(platform, context.RequestAborted) is { } result)
        {
            await answers.SendAsync(context, platform.Account, CodeCalls.Quota, result, VersionJson.Write);
        }
        else
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(
                StatusCodes.Status409Conflict,
                "WeChat tells the quota only to a mini program in the platform's care, and there is none that is authorized."));
        }
    }
}
