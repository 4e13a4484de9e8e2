using System.Globalization;
using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code.Audits;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers the calls that submit committed code, ask for the audit, withdraw it and speed it up.</summary>
internal sealed class AuditEndpoints(CodeGate gate, CodeBook book, AuditOffice office, AuditMedia media, TimeProvider clock)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/submit_audit"] = gate.Post(Submit),
        ["/wxa/get_auditstatus"] = gate.Post(GetStatus),
        ["/wxa/get_latest_auditstatus"] = gate.Get(GetLatest),
        ["/wxa/undocodeaudit"] = gate.Get(Undo),
        ["/wxa/speedupaudit"] = gate.Post(SpeedUp),
        ["/wxa/queryquota"] = gate.Get(GetQuota),
    };

    private ApiAnswer Submit(CodeCaller caller, JsonObject json)
    {
        var (account, platform) = caller;
        if (AuditItems.Check(json, account.Code, id => media.Knows(account.AppId, id)) is { } invalid)
        {
            return invalid;
        }

        var error = book.Of(account.AppId).Submit(
            account.Code,
            json.Flag("privacy_api_not_use") ?? false,
            platform.AppId,
            () => book.QuotaOf(platform).TryTake(platform.Settings.Switches, clock.GetUtcNow()),
            out var id);
        if (error is not null)
        {
            return error;
        }

        office.Begin(account, id);
        return ApiAnswer.Ok().And("auditid", IdOf(account, id));
    }

    private ApiAnswer GetStatus(CodeCaller caller, JsonObject json) =>
        book.Of(caller.Account.AppId).FindAudit(json.Number("auditid")) is { } audit
            ? Describe(caller.Account, audit)
            : CodeErrors.InvalidAudit;

    private ApiAnswer GetLatest(CodeCaller caller, ApiCall call)
    {
        if (book.Of(caller.Account.AppId).Report.Audit is not { } audit)
        {
            return CodeErrors.NoAudit;
        }

        return Describe(caller.Account, audit)
            .And("auditid", IdOf(caller.Account, audit.Id))
            .And("user_version", audit.UserVersion)
            .And("user_desc", audit.UserDesc)
            .And("submit_audit_time", audit.SubmittedAt.ToUnixTimeSeconds());
    }

    private ApiAnswer Undo(CodeCaller caller, ApiCall call) =>
        book.Of(caller.Account.AppId).Undo() is { } error ? error : ApiAnswer.Ok();

    private ApiAnswer SpeedUp(CodeCaller caller, JsonObject json)
    {
        var platform = caller.Platform;
        var error = book.Of(caller.Account.AppId).SpeedUp(
            json.Number("auditid"),
            platform.AppId,
            () => book.QuotaOf(platform).TryTakeSpeedUp(platform.Settings.Switches, clock.GetUtcNow()));
        return error is not null ? error : ApiAnswer.Ok();
    }

    // Any authorizer's token will do: the numbers are the platform's.
    private ApiAnswer GetQuota(CodeCaller caller, ApiCall call)
    {
        var (limits, quota) = (caller.Platform.Settings.Switches, book.QuotaOf(caller.Platform));
        return ApiAnswer.Ok()
            .And("rest", quota.Rest(limits, clock.GetUtcNow()))
            .And("limit", limits.AuditsPerMonth)
            .And("speedup_rest", quota.SpeedUpRest(limits, clock.GetUtcNow()))
            .And("speedup_limit", limits.SpeedUpsPerMonth);
    }

    private static ApiAnswer Describe(SimulatedAccount account, AuditReport audit)
    {
        var answer = ApiAnswer.Ok().And("status", (int)audit.Status).And("reason", audit.Reason);
        return audit.Status == AuditStatus.Rejected
            ? answer.And(account.Code.WritesScreenshotInLowerCase ? "screenshot" : "ScreenShot", audit.Screenshots)
            : answer;
    }

    private static JsonNode IdOf(SimulatedAccount account, long id) =>
        account.Code.WritesAuditIdAsText ? id.ToString(CultureInfo.InvariantCulture) : id;
}
