using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>The audits of a mini program: <c>POST|GET|DELETE …/audit</c>, <c>POST …/audit/speed-up</c>.</summary>
internal sealed class AuditEndpoints(CodeApi code, CodeAccounts accounts, CodeAnswers answers) : IPlatformEndpoints
{
    private static readonly WeChatError NeverSubmitted = new(
        CodeErrors.NoAudit, ErrorClass.Other, "Nothing was ever submitted for an audit.");

    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        accounts.Endpoint(HttpMethods.Post, "/audit",
            new Description("Submits the code for an audit.") { Body = "{}" },
            SubmitAsync),
        accounts.Endpoint(HttpMethods.Get, "/audit", "Shows the last audit.", GetAsync),
        accounts.Endpoint(HttpMethods.Delete, "/audit", "Withdraws the audit.", (context, account) => answers.ChangeAsync(
            context, account, CodeCalls.UndoAudit, CodeShapes.Nothing, (_, stop) => code.UndoAuditAsync(account, stop))),
        accounts.Endpoint(HttpMethods.Post, "/audit/speed-up",
            new Description("Asks WeChat for a faster audit.") { Body = "{}" },
            (context, account) => answers.ChangeAsync(
            context, account, CodeCalls.SpeedUp, CodeShapes.SpeedUp, (body, stop) => SpeedUpAsync(account, body, stop))),
    ];

    private async Task SubmitAsync(HttpContext context, Account account)
    {
        var (read, error) = await CodeBody.ReadAsync(context, CodeShapes.Audit);
        if (read is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        using var body = read;
        var result = await code.SubmitAsync(account, body.ToWeChat(), context.RequestAborted);
        await answers.SendAsync(context, account, CodeCalls.Submit, result, (json, auditId) =>
        {
            CodeAnswers.WriteSuccess(json);
            json.WriteString("auditid"u8, auditId);
        });
    }

    private async Task GetAsync(HttpContext context, Account account)
    {
        var result = await code.LatestAuditAsync(account, context.RequestAborted);
        if (result.TryGet(out var audit, out _) && audit is null)
        {
            var error = await answers.ErrorOfAsync(account, CodeCalls.LatestAudit, NeverSubmitted, context.RequestAborted);
            await ErrorWriter.WriteAsync(context, error with { Status = StatusCodes.Status404NotFound });
            return;
        }

        await answers.SendAsync(context, account, CodeCalls.LatestAudit, result, (json, found) => VersionJson.Write(json, found!));
    }

    // Callers hardly know the number, and one system has always sent 0.
    private async ValueTask<WeChatResult> SpeedUpAsync(Account account, CodeBody body, CancellationToken cancellationToken)
    {
        if (body.Digits("auditid") is { } given && given != "0")
        {
            return await code.SpeedUpAsync(account, given, cancellationToken);
        }

        var latest = await code.LatestAuditAsync(account, cancellationToken);
        return !latest.TryGet(out var audit, out var error) ? WeChatResult.Failure(error)
            : audit is null ? WeChatResult.Failure(NeverSubmitted)
            : await code.SpeedUpAsync(account, audit.AuditId, cancellationToken);
    }
}
