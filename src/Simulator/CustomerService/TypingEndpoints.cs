using WxYarpGateway.Simulator.Accounts;
using WxYarpGateway.Simulator.Calls;
using WxYarpGateway.Simulator.Tokens;

namespace WxYarpGateway.Simulator.CustomerService;

/// <summary>Answers <c>POST /cgi-bin/message/custom/typing</c> and records what it accepts.</summary>
internal sealed class TypingEndpoints(AccessGate gate, ReplyWindows windows, ChatLog chats, TimeProvider clock)
{
    // Documented: typing needs an exchange within 30 seconds, lasts 15 seconds or until a message, and cannot be started twice.
    private static readonly TimeSpan AfterExchange = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Lasts = TimeSpan.FromSeconds(15);

    public ApiAnswer Command(ApiCall call)
    {
        if (!gate.TryEnter(call, out var account, out _, out var refusal))
        {
            return refusal;
        }

        if (account.Switches.LacksCustomerServiceApi)
        {
            return ApiError.Unauthorized;
        }

        if (call.Field("touser") is not { } user)
        {
            return ApiError.InvalidOpenId;
        }

        if (call.Field("command") is not ("Typing" or "CancelTyping"))
        {
            return ApiError.InvalidCommand;
        }

        var kind = call.Field("command") == "Typing" ? ChatStepKind.Typing : ChatStepKind.CancelTyping;
        if (Refusal(account, user, kind) is { } error)
        {
            return error;
        }

        chats.Add(account.AppId, user, kind, text: null);
        return ApiAnswer.Ok() with { ContentType = ApiAnswer.PlainText };
    }

    private ApiError? Refusal(SimulatedAccount account, string user, ChatStepKind kind)
    {
        var now = clock.GetUtcNow();
        var steps = chats.Of(account.AppId, user);
        var isStrict = account.Switches.EnforcesReplyWindows;
        return isStrict && !windows.IsOpen(account.AppId, user) ? ApiError.OutsideReplyWindow
            : kind == ChatStepKind.CancelTyping ? null
            : isStrict && !steps.Any(step => step.IsExchange && now - step.At <= AfterExchange) ? ApiError.NoRecentMessage
            : IsTyping(steps, now) ? ApiError.AlreadyTyping
            : null;
    }

    private static bool IsTyping(IReadOnlyList<ChatStep> steps, DateTimeOffset now)
    {
        var last = steps.LastOrDefault(step => step.Kind is ChatStepKind.Typing or ChatStepKind.CancelTyping or ChatStepKind.Message);
        return last?.Kind == ChatStepKind.Typing && now - last.At < Lasts;
    }
}
