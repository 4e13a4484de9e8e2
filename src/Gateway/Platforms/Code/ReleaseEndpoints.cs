using System.Text;
using WxYarpGateway.Gateway.Answers;
using WxYarpGateway.Gateway.Answers.Descriptions;
using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Code.Answers;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Gateway.Platforms.Code;

/// <summary>
/// What changes the versions of a mini program: <c>POST …/commit</c>, <c>…/release</c>, <c>…/rollback</c>, <c>…/gray-release</c>, and
/// <c>PUT …/visit-status</c>.
/// </summary>
internal sealed class ReleaseEndpoints(CodeApi code, CodeAccounts accounts, CodeAnswers answers) : IPlatformEndpoints
{
    /// <inheritdoc/>
    public IReadOnlyList<PlatformEndpoint> Endpoints =>
    [
        accounts.Endpoint(HttpMethods.Post, "/commit",
            new Description("Commits code to a mini program.")
            {
                Body = """{"template_id":1,"ext_json":{},"user_version":"1.0","user_desc":"first"}""",
            },
            CommitAsync),
        accounts.Endpoint(HttpMethods.Post, "/release", "Releases the audited version.", (context, account) => answers.ChangeAsync(
            context, account, CodeCalls.Release, CodeShapes.Nothing, (_, stop) => code.ReleaseAsync(account, stop))),
        accounts.Endpoint(HttpMethods.Post, "/rollback",
            new Description("Goes back to an earlier version.") { Body = "{}" },
            (context, account) => answers.ChangeAsync(
            context, account, CodeCalls.Rollback, CodeShapes.Rollback, (body, stop) => code.RollbackAsync(
                account, body.Digits("app_version"), stop))),
        accounts.Endpoint(HttpMethods.Get, "/rollback",
            "Lists the versions to go back to.",
            async (context, account) => await answers.SendAsync(
            context, account, CodeCalls.History, await code.HistoryAsync(account, context.RequestAborted), VersionJson.Write)),
        accounts.Endpoint(HttpMethods.Post, "/gray-release",
            new Description("Releases to a part of the users.") { Body = """{"gray_percentage":10}""" },
            (context, account) => answers.ChangeAsync(
            context, account, CodeCalls.GrayRelease, CodeShapes.GrayRelease, (body, stop) => code.GrayReleaseAsync(
                account, GrayIn(body), stop))),
        accounts.Endpoint(HttpMethods.Delete, "/gray-release", "Ends the release to a part.", (context, account) => answers.ChangeAsync(
            context, account, CodeCalls.UndoGrayRelease, CodeShapes.Nothing, (_, stop) => code.UndoGrayReleaseAsync(account, stop))),
        accounts.Endpoint(HttpMethods.Get, "/gray-release",
            "Shows the release to a part.",
            async (context, account) => await answers.SendAsync(
            context, account, CodeCalls.GrayPlan, await code.GrayPlanAsync(account, context.RequestAborted), VersionJson.Write)),
        accounts.Endpoint(HttpMethods.Put, "/visit-status",
            new Description("Opens or suspends the mini program.") { Body = """{"action":"open"}""" },
            (context, account) => answers.ChangeAsync(
            context, account, CodeCalls.SetVisitStatus, CodeShapes.VisitStatus, (body, stop) => code.SetVisitStatusAsync(
                account, body.Text("action") == "open" ? VisitStatus.Open : VisitStatus.Suspended, stop))),
    ];

    private async Task CommitAsync(HttpContext context, Account account)
    {
        var (read, error) = await CodeBody.ReadAsync(context, CodeShapes.Commit);
        if (read is null)
        {
            await ErrorWriter.WriteAsync(context, error!);
            return;
        }

        using var body = read;
        var extJson = body.ObjectText("ext_json");
        if (Encoding.UTF8.GetByteCount(extJson) > CodeBody.LargestExtJson)
        {
            await ErrorWriter.WriteAsync(context, GatewayError.Of(
                StatusCodes.Status413PayloadTooLarge, $"ext_json must have at most {CodeBody.LargestExtJson} bytes."));
            return;
        }

        var commit = new CodeCommit(
            body.Number("template_id")!.Value, extJson, body.Text("user_version")!, body.Text("user_desc") ?? "");
        await answers.SendAsync(
            context, account, CodeCalls.Commit, await code.CommitAsync(account, commit, context.RequestAborted));
    }

    private static GrayRelease GrayIn(CodeBody body) => new(
        (int)body.Number("gray_percentage")!.Value, body.Flag("support_debuger_first"), body.Flag("support_experiencer_first"));
}
