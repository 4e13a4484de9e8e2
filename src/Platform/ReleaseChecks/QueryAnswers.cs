using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.Transforms.Pipeline;

namespace WxYarpGateway.Platform.ReleaseChecks;

/// <summary>
/// Answers the step that brings an authorization code: exchanges it, and sends the user <c>{code}_from_api</c> by the customer-service API.
/// </summary>
internal sealed partial class QueryAnswers(
    AuthorizationCodes codes, WeChatApiClient weChat, TimeProvider clock, ILogger<QueryAnswers> logger) : IDisposable
{
    /// <summary>So long after the message the step is given up; WeChat waits less.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private const int LongestCode = 512;

    private readonly CancellationTokenSource _stopping = new();

    // The answer must not be sent twice when WeChat retries the message.
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    /// <summary>Gets the number of answers under way.</summary>
    public int UnderWay => _underWay.Count;

    /// <summary>Begins the answer, after which the push is answered with nothing. Does not throw.</summary>
    public void Begin(WeChatPlatform platform, MessageContext message, string code)
    {
        if (code.Length is 0 or > LongestCode)
        {
            return;
        }

        var (account, user) = (message.Service.Account, message.FromUserName);
        var begun = new TaskCompletionSource();
        if (_underWay.TryAdd(code, begun.Task))
        {
            _ = RunAsync(platform, account, user, code);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task RunAsync(WeChatPlatform platform, Account account, string user, string code)
    {
        // The push is answered first.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var late = new CancellationTokenSource(Longest, clock);
            using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(late.Token, _stopping.Token);
            var error = await AnswerAsync(platform, account, user, code, giveUp.Token);
            if (error is null)
            {
                Log.Answered(logger, account.AppId.Value, platform.Name);
            }
            else
            {
                Log.NotAnswered(logger, account.AppId.Value, platform.Name, error);
            }
        }
        catch (Exception exception)
        {
            // Nothing awaits this task.
            Log.NotAnswered(logger, account.AppId.Value, platform.Name, exception.GetType().Name);
        }
        finally
        {
            _underWay.TryRemove(code, out _);
        }
    }

    private async Task<string?> AnswerAsync(
        WeChatPlatform platform, Account account, string user, string code, CancellationToken cancellationToken)
    {
        var exchanged = await codes.ExchangeAsync(platform.Account, code, named: null, cancellationToken);
        if (!exchanged.TryGet(out _, out var error))
        {
            return error.Message;
        }

        // The exchange has published the access token that came with it.
        var body = CustomText.Write(user, ReleaseTexts.ReplyByApi(code));
        var sent = await weChat.SendCustomerServiceMessageAsync(account, user, body, cancellationToken);
        return sent.Error?.Message;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Information,
            "The release check's account '{AppId}' of platform '{Platform}' was answered by the API.",
            EventName = "Answered")]
        public static partial void Answered(ILogger logger, string appId, string platform);

        [LoggerMessage(
            2,
            LogLevel.Warning,
            "The release check's account '{AppId}' of platform '{Platform}' could not be answered by the API: {Reason} "
            + "WeChat's check will fail; begin it again when that is fixed.",
            EventName = "NotAnswered")]
        public static partial void NotAnswered(ILogger logger, string appId, string platform, string reason);
    }
}
