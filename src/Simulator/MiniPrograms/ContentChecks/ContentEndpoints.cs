using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.MiniPrograms.Logins;
using WxYarpGateway.Simulator.Platforms;
using WxYarpGateway.Simulator.Pushes;
using WxYarpGateway.Simulator.Pushes.Messages;
using WxYarpGateway.Simulator.Tokens;
using WxYarpGateway.Simulator.Users;

namespace WxYarpGateway.Simulator.MiniPrograms.ContentChecks;

/// <summary>Answers <c>/wxa/msg_sec_check</c> and <c>/wxa/media_check_async</c>, in their version 2: the verdict is no errcode.</summary>
internal sealed class ContentEndpoints(
    AccessGate gate,
    UserBook users,
    LoginRegister logins,
    ContentControl control,
    PlatformBook platforms,
    LaterPushes later,
    TimeProvider clock)
{
    // Documented: the user must have been in the mini program in the last two hours.
    private static readonly TimeSpan Visit = TimeSpan.FromHours(2);
    private static readonly ApiError NotHereLately = new(61010, "user not active within 2 hours");

    private const int LongestText = 2_500;
    private const int Version = 2;
    private const int Sound = 1;
    private const int Picture = 2;

    private readonly MinuteCount _checks = new(clock);

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/msg_sec_check"] = gate.Post(CheckText),
        ["/wxa/media_check_async"] = gate.Post(CheckMedia),
    };

    private ApiAnswer CheckText(SimulatedAccount account, JsonObject json)
    {
        if (ErrorOf(account, json) is { } error)
        {
            return error;
        }

        if (json.Text("content") is not { } content)
        {
            return ApiError.InvalidArguments;
        }

        if (content.Length > LongestText)
        {
            return ApiError.ContentTooLong;
        }

        if (!_checks.TryTake(account.AppId, account.MiniProgram.TextChecksPerMinute))
        {
            return ApiError.QuotaReached;
        }

        var verdict = control.Check(account.AppId, json.Text("openid")!, content, (int)json.Number("scene")!);
        return ApiAnswer.Ok()
            .And("result", ResultOf(verdict))
            .And("detail", DetailOf(verdict))
            .And("trace_id", NewTrace());
    }

    private ApiAnswer CheckMedia(SimulatedAccount account, JsonObject json)
    {
        if (ErrorOf(account, json) is { } error)
        {
            return error;
        }

        var isUrl = Uri.TryCreate(json.Text("media_url"), UriKind.Absolute, out var url) && url.Scheme is "http" or "https";
        if (!isUrl || json.Number("media_type") is not (Sound or Picture))
        {
            return ApiError.InvalidArguments;
        }

        var verdict = control.Check(account.AppId, json.Text("openid")!, json.Text("media_url")!, (int)json.Number("scene")!);
        var trace = NewTrace();
        if (platforms.HasUrlFor(account))
        {
            later.PushAfter(account.MiniProgram.MediaCheckDuration, clock, account.AppId, EventOf(account, verdict, trace));
        }

        return ApiAnswer.Ok().And("trace_id", trace);
    }

    // Version 1 ended in 2021, and with it errcode 87014.
    private ApiError? ErrorOf(SimulatedAccount account, JsonObject json) =>
        json.Number("version") != Version || json.Number("scene") is not (>= 1 and <= 4) ? ApiError.InvalidArguments
        : json.Text("openid") is not { } openId || !users.TryFind(account.AppId, openId, out _) ? ApiError.InvalidOpenId
        : !logins.WasHere(account.AppId, openId, Visit) ? NotHereLately
        : null;

    private static PushedMessage EventOf(SimulatedAccount account, ContentVerdict verdict, string trace) =>
        PushedMessage.Event("wxa_media_check")
            .With("appid", account.AppId)
            .With("trace_id", trace)
            .With("version", Version)
            .With("detail", DetailOf(verdict))
            .With("errcode", 0)
            .With("errmsg", "ok")
            .With("result", ResultOf(verdict));

    private static JsonObject ResultOf(ContentVerdict verdict) => new() { ["suggest"] = verdict.Suggest, ["label"] = verdict.Label };

    private static JsonArray DetailOf(ContentVerdict verdict) => new(new JsonObject
    {
        ["strategy"] = "content_model",
        ["errcode"] = 0,
        ["suggest"] = verdict.Suggest,
        ["label"] = verdict.Label,
        ["prob"] = 90,
    });

    private static string NewTrace() => RandomIds.Base62(32);
}
