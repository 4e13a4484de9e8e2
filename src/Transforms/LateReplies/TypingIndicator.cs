using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Shows users that an answer is being typed (对方正在输入) while their late replies are awaited.</summary>
/// <remarks>Source: 客服接口-客服输入状态: what is shown ends by itself after 15 seconds, and must not be asked for again before.</remarks>
internal sealed partial class TypingIndicator(WeChatApiClient weChat, TimeProvider clock, ILogger<TypingIndicator> logger)
{
    /// <summary>So long a service whose request was refused does not ask again.</summary>
    internal static readonly TimeSpan RememberRefusal = TimeSpan.FromHours(1);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(16);

    // The reply must not wait longer than this for the indicator to go.
    private static readonly TimeSpan LongestCancel = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Shows it to a message's user until the work is done, however that ends.</summary>
    /// <param name="message">The message.</param>
    /// <param name="work">What the user waits for.</param>
    public async Task ShowAsync(MessageContext message, Task work)
    {
        var isShown = false;
        while (!work.IsCompleted && IsWanted(message.Service))
        {
            if (!await SetAsync(message, isTyping: true))
            {
                break;
            }

            isShown = true;
            await work.WaitAsync(Period, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (isShown)
        {
            await ((Task)SetAsync(message, isTyping: false)).WaitAsync(LongestCancel, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsWanted(WeChatService service)
        => service.Reply.Typing && !(_refusals.TryGetValue(service.Name, out var refusedAt) && clock.GetElapsedTime(refusedAt) < RememberRefusal);

    private async Task<bool> SetAsync(MessageContext message, bool isTyping)
    {
        var service = message.Service;
        var result = await weChat.SetTypingAsync(service.Account, message.FromUserName, isTyping, CancellationToken.None);
        if (result.Error is not { } error)
        {
            return true;
        }

        // What is not shown any longer, or shown already, says nothing of the next user; nor does an answer that did not come.
        if (isTyping && !error.IsUnanswered && error.ErrorCode is not (ErrorCodes.TypingTooLate or ErrorCodes.AlreadyTyping))
        {
            _refusals[service.Name] = clock.GetTimestamp();
            Log.Refused(logger, service.Name, error.Message, RememberRefusal);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "WeChat does not show users of service '{Service}' that an answer is being typed: {Reason} It is asked again in '{Pause}'.", EventName = "TypingRefused")]
        public static partial void Refused(ILogger logger, string service, string reason, TimeSpan pause);
    }
}
