using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Pipeline;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.LateReplies;

/// <summary>Shows users that an answer is being typed (对方正在输入) while a late reply is pending.</summary>
/// <remarks>Source: 客服接口-客服输入状态. The indicator ends after 15 seconds, and WeChat refuses to renew it before.</remarks>
internal sealed partial class TypingIndicator(WeChatApiClient weChat, TimeProvider clock, ILogger<TypingIndicator> logger)
{
    /// <summary>How long a service does not ask again after WeChat refused it.</summary>
    internal static readonly TimeSpan RememberRefusal = TimeSpan.FromHours(1);

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(16);

    // The reply waits this long at most for the indicator to end.
    private static readonly TimeSpan LongestCancel = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Shows the indicator to a message's user until the work ends or fails.</summary>
    /// <param name="message">The message.</param>
    /// <param name="work">The work that the user waits for.</param>
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
            Task hiding = SetAsync(message, isTyping: false);
            await hiding.WaitAsync(LongestCancel, clock, CancellationToken.None).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool IsWanted(WeChatService service)
        => service.Reply.Typing
            && !(_refusals.TryGetValue(service.Name, out var refusedAt) && clock.GetElapsedTime(refusedAt) < RememberRefusal);

    private async Task<bool> SetAsync(MessageContext message, bool isTyping)
    {
        var service = message.Service;
        var result = await weChat.SetTypingAsync(service.Account, message.FromUserName, isTyping, CancellationToken.None);
        if (result.Error is not { } error)
        {
            return true;
        }

        // These errors concern this user only, or the connection: the next user may still get the indicator.
        if (isTyping && !error.IsUnanswered && error.ErrorCode is not (ErrorCodes.TypingTooLate or ErrorCodes.AlreadyTyping))
        {
            _refusals[service.Name] = clock.GetTimestamp();
            Log.Refused(logger, service.Name, error.Message, RememberRefusal);
        }

        return false;
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "WeChat refuses the typing indicator to service '{Service}': {Reason} Asking again in '{Pause}'.",
            EventName = "TypingRefused")]
        public static partial void Refused(ILogger logger, string service, string reason, TimeSpan pause);
    }
}
