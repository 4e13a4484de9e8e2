using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.TokenService.Api;
using WxYarpGateway.Transforms.Replies;
using WxYarpGateway.Transforms.Services;
using WxYarpGateway.Transforms.Services.Options;

namespace WxYarpGateway.Transforms.KeptReplies;

/// <summary>Chooses how a service's late replies reach its users, by its configuration and by what WeChat allows its account.</summary>
internal sealed partial class LateWays(TimeProvider clock, ILogger<LateWays> logger)
{
    /// <summary>How long the API is not tried again after WeChat refused it to an account, which may be verified meanwhile.</summary>
    internal static readonly TimeSpan RememberRefusal = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, long> _refusals = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the way of a service's late replies.</summary>
    public LateWay Of(WeChatService service) => service.Reply switch
    {
        { WhenLate: WhenLate.Nothing } or { WhenLate: WhenLate.Retries, WhenStillLate: WhenStillLate.Nothing } => LateWay.Nothing,

        // A mini program cannot answer the next message with a text either.
        _ when service.Account.Kind == ServiceKind.MiniProgram => LateWay.CustomerService,
        { IsKept: true } => LateWay.NextMessage,
        _ when HasCustomerService(service) => LateWay.CustomerService,
        _ => WithoutCustomerService(service),
    };

    /// <summary>Returns how the rest of a reply reaches a user when WeChat took only the first part in answer to the push.</summary>
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

        // Reply.WhenLate does not count here, since the reply is in time.
        var canSend = (!service.Account.AppSecret.IsEmpty || service.Account.Component is not null) && HasCustomerService(service);
        return canSend ? RestOfReply.CustomerService
            : Of(service) == LateWay.Nothing || WithoutCustomerService(service) == LateWay.Nothing ? RestOfReply.Lost
            : RestOfReply.NextMessage;
    }

    /// <summary>Returns whether an error means that the account lacks the customer-service API, and remembers that.</summary>
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

    /// <summary>Returns the way of a service's late replies without the customer-service API.</summary>
    public static LateWay WithoutCustomerService(WeChatService service)
        => service.Reply.WhenStillLate == WhenStillLate.Nothing ? LateWay.Nothing : LateWay.NextMessage;

    private bool HasCustomerService(WeChatService service)
        => !(_refusals.TryGetValue(service.Name, out var refusedAt) && clock.GetElapsedTime(refusedAt) < RememberRefusal);

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "WeChat refuses the customer-service API to service '{Service}' (errcode '{ErrorCode}'): the account is not verified or lacks "
                + "the API. Late replies now go by '{Way}'; trying the API again in '{Pause}'. "
                + "Set Reply.WhenLate to Retries to answer WeChat's own retries instead.",
            EventName = "CustomerServiceLacking")]
        public static partial void Lacking(ILogger logger, string service, int errorCode, LateWay way, TimeSpan pause);
    }
}
