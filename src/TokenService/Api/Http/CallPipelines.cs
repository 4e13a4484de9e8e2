using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace WxYarpGateway.TokenService.Api.Http;

/// <summary>How long WeChat is waited for and which failures are tried again: three tries within one time limit.</summary>
internal sealed class CallPipelines(Func<TimeSpan> timeLimit, TimeProvider timeProvider, Action<string> tryingAgain)
{
    private const int Repetitions = 2;

    // Two tries that hang still leave time for a third that does not.
    private const double ShareOfOneTry = 0.4;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Returns the pipeline of calls that do no harm when WeChat carries them out twice.</summary>
    public ResiliencePipeline<WeChatResult<ReadOnlyMemory<byte>>> ForRepeatable() =>
        Builder()
            .AddRetry(Retry(outcome => outcome.Exception is TimeoutRejectedException || ErrorOf(outcome)?.Class == ErrorClass.Busy))
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => ValueTask.FromResult(timeLimit() * ShareOfOneTry) })
            .Build();

    /// <summary>Returns the pipeline of calls that are sent again only when WeChat says that it did not carry them out.</summary>
    public ResiliencePipeline<WeChatResult<ReadOnlyMemory<byte>>> ForUnrepeatable() =>
        Builder()
            .AddRetry(Retry(outcome => ErrorOf(outcome)?.ErrorCode == ErrorCodes.SystemBusy))
            .Build();

    private static WeChatError? ErrorOf(Outcome<WeChatResult<ReadOnlyMemory<byte>>> outcome) =>
        outcome.Result is { } result && !result.TryGet(out _, out var error) ? error : null;

    private ResiliencePipelineBuilder<WeChatResult<ReadOnlyMemory<byte>>> Builder() =>
        new ResiliencePipelineBuilder<WeChatResult<ReadOnlyMemory<byte>>> { TimeProvider = timeProvider }
            .AddTimeout(new TimeoutStrategyOptions { TimeoutGenerator = _ => ValueTask.FromResult(timeLimit()) });

    private RetryStrategyOptions<WeChatResult<ReadOnlyMemory<byte>>> Retry(
        Func<Outcome<WeChatResult<ReadOnlyMemory<byte>>>, bool> shouldHandle) =>
        new()
        {
            MaxRetryAttempts = Repetitions,
            Delay = Pause,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            ShouldHandle = arguments => ValueTask.FromResult(shouldHandle(arguments.Outcome)),
            OnRetry = arguments =>
            {
                tryingAgain(ErrorOf(arguments.Outcome)?.Message ?? "WeChat did not answer in time.");
                return ValueTask.CompletedTask;
            },
        };
}
