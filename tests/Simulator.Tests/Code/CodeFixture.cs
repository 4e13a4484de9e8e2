using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Code;
using WxYarpGateway.Simulator.Code.Audits;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Tests.Platforms;

namespace WxYarpGateway.Simulator.Tests.Code;

/// <summary>Starts a platform with templates that may manage the code of a mini program.</summary>
public abstract class CodeFixture : PlatformFixture
{
    protected const string CommitPath = "/wxa/commit";
    protected const string SubmitPath = "/wxa/submit_audit";
    protected const string LatestPath = "/wxa/get_latest_auditstatus";
    protected const string UndoPath = "/wxa/undocodeaudit";
    protected const string ReleasePath = "/wxa/release";
    protected const string RollBackPath = "/wxa/revertcoderelease";
    protected const string VersionPath = "/wxa/getversioninfo";
    protected const string QuotaPath = "/wxa/queryquota";

    protected static readonly AuditVerdict Approval = new(AuditResult.Approve);

    /// <summary>Gets the mini program's token.</summary>
    protected string Token { get; private set; } = "";

    protected ProgramReport Program => Simulator.Code.ReportOf(Mini.AppId);

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Platform.Templates = [new CodeTemplate { Id = 12, UserVersion = "3.2.0", UserDesc = "新版" }, new CodeTemplate { Id = 13, Type = 1 }];
        await RenewTokenAsync();
    }

    /// <summary>Gets a new token, which ends the old one.</summary>
    protected async Task RenewTokenAsync() => Token = await TokenOfAsync(Mini.AppId);

    /// <summary>Returns the token of an account that is authorized to the platform.</summary>
    protected async Task<string> TokenOfAsync(string appId) => (string)(await AuthorizedAsync(appId))["authorizer_access_token"]!;

    /// <summary>Calls an API with the mini program's token; a body makes it a POST.</summary>
    protected Task<JsonObject> CodeAsync(string pathAndQuery, string? body = null) => CodeWithAsync(Token, pathAndQuery, body);

    protected Task<JsonObject> CodeWithAsync(string token, string pathAndQuery, string? body = null) => CallAsync(
        body is null ? HttpMethod.Get : HttpMethod.Post,
        $"{pathAndQuery}{(pathAndQuery.Contains('?', StringComparison.Ordinal) ? '&' : '?')}access_token={token}",
        body);

    protected async Task<int> CodeErrorAsync(string pathAndQuery, string? body = null) => ErrorOf(await CodeAsync(pathAndQuery, body));

    protected static string CommitBody(string version = "3.2.0", string extJson = "{}", int template = 12) => new JsonObject
    {
        ["template_id"] = template,
        ["ext_json"] = extJson,
        ["user_version"] = version,
        ["user_desc"] = "…",
    }.ToJsonString();

    /// <summary>Commits a version, and waits for its privacy scan.</summary>
    protected async Task CommitAsync(string version = "3.2.0")
    {
        Assert.Equal(0, await CodeErrorAsync(CommitPath, CommitBody(version)));
        Clock.Advance(Mini.Code.PrivacyScan);
    }

    protected async Task<long> SubmitAsync(string version = "3.2.0")
    {
        await CommitAsync(version);
        return (long)(await CodeAsync(SubmitPath, "{}"))["auditid"]!;
    }

    protected async Task ApproveAsync(string version = "3.2.0")
    {
        await SubmitAsync(version);
        await Simulator.Code.DecideSilentlyAsync(Mini.AppId, Approval, Cancellation);
    }

    protected async Task ReleaseAsync(string version = "3.2.0")
    {
        await ApproveAsync(version);
        Assert.Equal(0, await CodeErrorAsync(ReleasePath, "{}"));
    }
}
