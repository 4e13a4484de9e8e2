using WxYarpGateway.Platform.Releases.Orders;
using WxYarpGateway.Platform.Releases.Programs;
using WxYarpGateway.TokenService.Api;

namespace WxYarpGateway.Platform.Releases.Steps;

/// <summary>Waits for the privacy scan that every commit starts.</summary>
internal sealed class CheckWork(IProgramCode code)
{
    private const string UnderWay = "WeChat still scans the code for what needs a privacy declaration.";

    /// <summary>Asks for the result.</summary>
    public async ValueTask<ReleaseItem?> RunAsync(Turn turn, CancellationToken cancellationToken)
    {
        var done = await code.CheckAsync(turn.Program, cancellationToken);
        return done.Succeeded ? turn.After(ReleaseStep.Check)
            : done.Error.ErrorCode == CodeErrors.ScanUnderWay ? Wait(turn, done.Error)
            : turn.Fail(done.Error);
    }

    /// <summary>Waits on, for half an hour in all.</summary>
    public static ReleaseItem Wait(Turn turn, WeChatError error)
    {
        var progress = turn.Item.Progress;
        if (turn.Now.ToUnixTimeMilliseconds() - progress.Since >= Pauses.LongestScan.TotalMilliseconds)
        {
            return turn.End(ItemState.Failed, error.Message, error.ErrorCode);
        }

        var polls = progress.Polls + 1;
        return turn.Later(Pauses.Scan(polls), UnderWay, error.ErrorCode) with { Progress = progress with { Polls = polls } };
    }
}
