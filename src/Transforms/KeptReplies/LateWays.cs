using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Pipeline.ReplyKinds;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>Says how the late replies of a service reach its users: what it is configured to, and what WeChat lets its account do.</summary>
internal sealed partial class LateWays(TimeProvider clock, ILogger<LateWays> logger)
{
    /// <summary>So long an account that WeChat refused the customer-service API to is not tried again: it may be verified meanwhile.</summary>
    internal static readonly TimeSpan RememberRefusal = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the way of a service's late replies.</summary>
    public LateWay Of(WeChatService service) => service.Reply switch
    {
        { WhenLate: WhenLate.Nothing } or { WhenLate: WhenLate.Retries, WhenStillLate: WhenStillLate.Nothing } => LateWay.Nothing,

        // Its next message could not be answered with a text either.
        _ when service.Account.Kind == ServiceKind.MiniProgram => LateWay.CustomerService,
        { IsKept: true } => LateWay.NextMessage,
        _ when HasCustomerService(service) => LateWay.CustomerService,
        _ => WithoutCustomerService(service),
    };

    /// <summary>Returns how the rest of a reply reaches a user, when WeChat took only its first part in answer to the push.</summary>
    public RestOfReply RestOf(WeChatService service)
    {
        if (service.Account.Kind == ServiceKind.MiniProgram)
        {
            return RestOfReply.CustomerService;
        }

        if (service.Reply.IsKept)
        {
            return RestOfReply.NextMessage;
        }

        // Whether late replies are wanted does not matter: the reply is in time.
        var canSend = !service.Account.AppSecret.IsEmpty && HasCustomerService(service);
        return canSend ? RestOfReply.CustomerService
            : Of(service) == LateWay.Nothing || WithoutCustomerService(service) == LateWay.Nothing ? RestOfReply.Lost
            : RestOfReply.NextMessage;
    }

    /// <summary>Notes an error of the customer-service API; returns whether the account lacks that API.</summary>
    public bool Lacks(WeChatService service, WeChatError error)
    {
        if (error.ErrorCode != ErrorCodes.ApiUnauthorized)
        {
            return false;
        }

        if (_refusals.TryAdd(service.Name, clock.GetTimestamp()))
        {
            Log.Lacking(logger, service.Name, ErrorCodes.ApiUnauthorized, WithoutCustomerService(service), RememberRefusal);
        }
        else
        {
            _refusals[service.Name] = clock.GetTimestamp();
        }

        return true;
    }

    /// <summary>Returns the way of a service's late replies that the customer-service API cannot take.</summary>
    public static LateWay WithoutCustomerService(WeChatService service)
        => service.Reply.WhenStillLate == WhenStillLate.Nothing ? LateWay.Nothing : LateWay.NextMessage;

    private bool HasCustomerService(WeChatService service)
        => !(_refusals.TryGetValue(service.Name, out var refusedAt) && clock.GetElapsedTime(refusedAt) < RememberRefusal);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "WeChat refuses the customer-service API to service '{Service}' (errcode '{ErrorCode}'): the account is not verified or lacks the API. Its late replies go by '{Way}'; the API is tried again in '{Pause}'. Set Reply.WhenLate to Retries to answer within WeChat's own deliveries.", EventName = "CustomerServiceLacking")]
        public static partial void Lacking(ILogger logger, string service, int errorCode, LateWay way, TimeSpan pause);
    }
}
