using WxYarpGateway.Platform.Code;
using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Waits for the privacy scan that every commit starts.</summary>
internal sealed class CheckWork(CodeApi code)
{
    private const string UnderWay = "WeChat still scans the code for what needs a privacy declaration.";

    /// <summary>Asks for the result.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var asked = await code.PrivacyCheckAsync(turn.Program, cancellationToken);
        return asked.TryGet(out _, out var error) ? turn.After(ReleaseStep.Check)
            : error.ErrorCode == CodeErrors.ScanUnderWay ? Wait(turn, error)
            : turn.Fail(error, CodeCalls.PrivacyCheck);
    }

    /// <summary>Waits on, for half an hour in all.</summary>
    public static ReleaseItem Wait(Turn turn, WeChatError error)
    {
        var progress = turn.Item.Progress;
        if (turn.Now.ToUnixTimeMilliseconds() - progress.Since >= Pauses.LongestScan.TotalMilliseconds)
        {
            return turn.Fail(error with { Class = ErrorClass.Other }, CodeCalls.PrivacyCheck);
        }

        var polls = progress.Polls + 1;
        return turn.Later(Pauses.Scan(polls), UnderWay, error.ErrorCode) with { Progress = progress with { Polls = polls } };
    }
}
