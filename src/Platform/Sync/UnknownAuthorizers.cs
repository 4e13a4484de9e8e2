using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;

namespace WxYarpGateway.Platform.Sync;

/// <summary>
/// Asks WeChat about accounts that a push was for and nobody knows, and those whose owner came back: their event may have been lost.
/// </summary>
internal sealed partial class UnknownAuthorizers(Lazy<AuthorizerInquiry> inquiry, ILogger<UnknownAuthorizers> logger)
    : BackgroundService, IUnknownAuthorizers
{
    private const int MostAtOnce = 4;

    // A push for one of those that have no room asks again a minute later.
    private readonly Channel<Meeting> _met =
        Channel.CreateBounded<Meeting>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropWrite });

    /// <inheritdoc/>
    public void Met(WeChatPlatform platform, AppId appId) => _met.Writer.TryWrite(new Meeting(platform, appId));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Without platforms nobody is ever met, and what works on several at once is not loaded.
        if (await _met.Reader.WaitToReadAsync(stoppingToken))
        {
            await AskAllAsync(stoppingToken);
        }
    }

    private Task AskAllAsync(CancellationToken stoppingToken) => Parallel.ForEachAsync(
        _met.Reader.ReadAllAsync(stoppingToken),
        new ParallelOptions { MaxDegreeOfParallelism = MostAtOnce, CancellationToken = stoppingToken },
        AskAsync);

    private async ValueTask AskAsync(Meeting met, CancellationToken stoppingToken)
    {
        try
        {
            var answer = await inquiry.Value.AskAsync(met.Platform, met.AppId, InquiryReason.Listed, stoppingToken);
            Log.Asked(logger, met.AppId.Value, met.Platform.Name, answer.Error?.Message ?? answer.Saved.ToString());
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            Log.Failed(logger, met.AppId.Value, met.Platform.Name, e.Message);
        }
    }

    // An object: channels of these have code that is compiled ahead.
    private sealed record Meeting(WeChatPlatform Platform, AppId AppId);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "Asked WeChat about '{AppId}', of which platform '{Platform}' did not know, or little: '{Answer}'",
            EventName = "Asked")]
        public static partial void Asked(ILogger logger, string appId, string platform, string answer);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "Account '{AppId}' of platform '{Platform}' cannot be looked up: '{Reason}' Its next message tries again, or the next comparison "
            + "with WeChat's list.",
            EventName = "Failed")]
        public static partial void Failed(ILogger logger, string appId, string platform, string reason);
    }
}
