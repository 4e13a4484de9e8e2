using System.Text.Json;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>
/// Where the code of a mini program stands: <c>GET …/versions</c>, <c>…/pages</c>, <c>…/category</c>, and <c>GET …/privacy-check</c>, which
/// answers 202 while WeChat scans the code.
/// </summary>
internal sealed class VersionEndpoints(CodeApi code, CodeAccounts accounts, CodeAnswers answers) : IPlatformEndpoints
{
    // PLATFORM: WeChat is asked for the scan every 30 seconds.
    private static readonly TimeSpan ScanPause = TimeSpan.FromSeconds(30);

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        accounts.Endpoint(HttpMethods.Get, "/versions",
            "Shows where the code of a mini program stands.",
            VersionsAsync),
        accounts.Endpoint(HttpMethods.Get, "/privacy-check",
            "Shows WeChat's scan of the code for private data.",
            PrivacyCheckAsync),
        accounts.Endpoint(HttpMethods.Get, "/pages", "Lists the pages of the code.", async (context, account) => await answers.SendAsync(
            context, account, CodeCalls.Pages, await code.PagesAsync(account, context.RequestAborted))),
        accounts.Endpoint(HttpMethods.Get, "/category",
            "Lists the categories of the mini program.",
            async (context, account) => await answers.SendAsync(
            context, account, CodeCalls.Categories, await code.CategoriesAsync(account, context.RequestAborted))),
    ];

    private async Task VersionsAsync(HttpContext context, Account account)
    {
        var found = await code.VersionsAsync(account, context.RequestAborted);
        var failures = new List<(CodeCall Call, WeChatError Error)>();
        var hasVersions = Take(found.Versions, CodeCalls.VersionInfo, out var versions);
        var hasAudit = Take(found.Audit, CodeCalls.LatestAudit, out var audit);
        var hasVisits = Take(found.Visits, CodeCalls.VisitStatus, out var visits);
        if (!hasVersions && !hasAudit && !hasVisits)
        {
            await answers.SendErrorAsync(context, account, failures[0].Call, failures[0].Error);
            return;
        }

        var errors = new List<(CodeCall Call, GatewayError Error)>();
        foreach (var (call, error) in failures)
        {
            errors.Add((call, await answers.ErrorOfAsync(account, call, error, context.RequestAborted)));
        }

        await JsonBody.SendAsync(context, json =>
        {
            if (hasVersions)
            {
                VersionJson.Write(json, versions!);
            }

            if (hasAudit)
            {
                VersionJson.WriteAudit(json, "audit", audit);
            }

            if (hasVisits)
            {
                json.WriteNumber("visit_status"u8, (int)visits);
            }

            WriteErrors(json, errors);
        });

        bool Take<T>(WeChatResult<T> result, CodeCall call, out T? value)
        {
            if (result.TryGet(out value, out var error))
            {
                return true;
            }

            failures.Add((call, error));
            return false;
        }
    }

    private async Task PrivacyCheckAsync(HttpContext context, Account account)
    {
        var result = await code.PrivacyCheckAsync(account, context.RequestAborted);
        if (!result.TryGet(out _, out var error) && error.ErrorCode == CodeErrors.ScanUnderWay)
        {
            var ours = await answers.ErrorOfAsync(account, CodeCalls.PrivacyCheck, error, context.RequestAborted);
            await ErrorWriter.WriteAsync(context, ours with { Status = StatusCodes.Status202Accepted, RetryAfter = ScanPause });
            return;
        }

        await answers.SendAsync(context, account, CodeCalls.PrivacyCheck, result, VersionJson.Write);
    }

    private static void WriteErrors(Utf8JsonWriter json, List<(CodeCall Call, GatewayError Error)> errors)
    {
        if (errors.Count == 0)
        {
            return;
        }

        json.WriteStartArray("errors"u8);
        foreach (var (call, error) in errors)
        {
            json.WriteStartObject();
            json.WriteString("call"u8, call.Path);
            json.WriteNumber("errcode"u8, error.Code);
            json.WriteString("errmsg"u8, error.Message);
            if (error.Hint is { } hint)
            {
                json.WriteString("hint"u8, hint);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
