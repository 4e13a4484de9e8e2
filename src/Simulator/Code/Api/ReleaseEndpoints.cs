using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers the calls that release audited code, roll it back, and open and close the mini program.</summary>
internal sealed class ReleaseEndpoints(CodeGate gate, CodeBook book)
{
    private const string HistoryAction = "get_history_version";

    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/release"] = gate.Post((caller, _) => Of(book.Of(caller.Account.AppId).Release())),
        ["/wxa/revertcoderelease"] = gate.Get(RollBack),
        ["/wxa/getversioninfo"] = gate.Post(GetVersions),
        ["/wxa/getvisitstatus"] = gate.Post((caller, _) =>
            ApiAnswer.Ok().And("status", book.Of(caller.Account.AppId).Report.IsVisible ? 1 : 0)),
        ["/wxa/change_visitstatus"] = gate.Post(ChangeVisibility),
    };

    // With the action, the call only lists, even when it names a version.
    private ApiAnswer RollBack(CodeCaller caller, ApiCall call)
    {
        var program = book.Of(caller.Account.AppId);
        if (call.Parameter("action") == HistoryAction)
        {
            return ApiAnswer.Ok().And("version_list", new JsonArray([.. program.Report.Earlier.Select(version => new JsonObject
            {
                ["commit_time"] = version.CommittedAt.ToUnixTimeSeconds(),
                ["user_version"] = version.UserVersion,
                ["user_desc"] = version.UserDesc,
                ["app_version"] = version.AppVersion,
            })]));
        }

        var named = call.Parameter("app_version");
        return named is not null && !int.TryParse(named, out _)
            ? CodeErrors.CannotRollBack
            : Of(program.RollBack(named is null ? null : int.Parse(named, System.Globalization.CultureInfo.InvariantCulture)));
    }

    private ApiAnswer GetVersions(CodeCaller caller, JsonObject json)
    {
        var report = book.Of(caller.Account.AppId).Report;
        var answer = ApiAnswer.Ok();
        if (report.Committed is { } committed)
        {
            answer.And("exp_info", new JsonObject
            {
                ["exp_time"] = committed.CommittedAt.ToUnixTimeSeconds(),
                ["exp_version"] = committed.UserVersion,
                ["exp_desc"] = committed.UserDesc,
            });
        }

        if (report.Released is { } released)
        {
            answer.And("release_info", new JsonObject
            {
                ["release_time"] = report.ReleasedAt!.Value.ToUnixTimeSeconds(),
                ["release_version"] = released.UserVersion,
                ["release_desc"] = released.UserDesc,
            });
        }

        return answer;
    }

    private ApiAnswer ChangeVisibility(CodeCaller caller, JsonObject json) => json.Text("action") switch
    {
        "open" => Of(book.Of(caller.Account.AppId).Show(isVisible: true)),
        "close" => Of(book.Of(caller.Account.AppId).Show(isVisible: false)),
        _ => CodeErrors.InvalidAction,
    };

    private static ApiAnswer Of(ApiError? error) => error is null ? ApiAnswer.Ok() : error;
}
