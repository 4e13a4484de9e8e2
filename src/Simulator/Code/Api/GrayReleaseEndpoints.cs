using System.Text.Json.Nodes;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Code.Releases;

namespace WxYarpGateway.Simulator.Code.Api;

/// <summary>Answers the calls of a gray release (分阶段发布).</summary>
internal sealed class GrayReleaseEndpoints(CodeGate gate, CodeBook book)
{
    public IReadOnlyDictionary<string, Func<ApiCall, ApiAnswer>> Routes => new Dictionary<string, Func<ApiCall, ApiAnswer>>
    {
        ["/wxa/grayrelease"] = gate.Post(Raise),
        ["/wxa/getgrayreleaseplan"] = gate.Get(Describe),
        ["/wxa/revertgrayrelease"] = gate.Get(End),
    };

    private ApiAnswer Raise(CodeCaller caller, JsonObject json)
    {
        if (json.Number("gray_percentage") is not (>= 1 and <= 100 and var percentage))
        {
            return CodeErrors.InvalidPercentage;
        }

        var error = book.Of(caller.Account.AppId).ReleaseInPart(
            (int)percentage,
            json.Flag("support_experiencer_first") ?? false,
            json.Flag("support_debuger_first") ?? false);
        return error is not null ? error : ApiAnswer.Ok();
    }

    private ApiAnswer Describe(CodeCaller caller, ApiCall call)
    {
        var plan = book.Of(caller.Account.AppId).Report.Gray;
        return ApiAnswer.Ok().And("gray_release_plan", new JsonObject
        {
            ["status"] = (int)(plan?.Status ?? GrayStatus.None),
            ["create_timestamp"] = plan?.CreatedAt.ToUnixTimeSeconds() ?? 0,
            ["gray_percentage"] = plan?.Percentage ?? 0,
            ["support_debuger_first"] = plan?.IsForDevelopers ?? false,
            ["support_experiencer_first"] = plan?.IsForTrialUsers ?? false,
        });
    }

    private ApiAnswer End(CodeCaller caller, ApiCall call)
    {
        book.Of(caller.Account.AppId).EndGray();
        return ApiAnswer.Ok();
    }
}
