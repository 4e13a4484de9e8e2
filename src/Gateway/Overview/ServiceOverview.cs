using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Gateway.Overview.Answers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Minutes;
using WxYarpGateway.Transforms.Redelivery;
using WxYarpGateway.Transforms.Redelivery.Queue;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Gateway.Overview;

/// <summary>How the services and platforms of the configuration in force are.</summary>
internal sealed class ServiceOverview(
    WeChatConfiguration configuration,
    ServiceCatalog services,
    PlatformCatalog platforms,
    RuleBook rules,
    PushMinutes minutes,
    UndeliveredMessages undelivered,
    TokenStates tokens,
    PlatformTokenStates platformTokens,
    ServiceFeatures features)
{
    /// <summary>Returns the services whose names fit, in the order of the configuration.</summary>
    public IEnumerable<ServiceAnswer> Answers(Func<string, bool> isWanted)
    {
        var counts = undelivered.LastCounts;
        foreach (var served in configuration.Services.Where(served => isWanted(served.Name)))
        {
            // A reload may remove it meanwhile.
            if (services.Current.TryGetValue(served.Name, out var service))
            {
                yield return Answer(
                    served,
                    new(service.Account.Kind.ToString(), service.Account.AppId.Value),
                    counts.Where(count => count.Service.Equals(service.Name, StringComparison.OrdinalIgnoreCase)),
                    tokens.Of(service.Account),
                    ticket: null,
                    features.Of(service, served));
            }
            else if (platforms.Current.TryGetValue(served.Name, out var platform))
            {
                var below = platform.ServiceNameOf("");
                yield return Answer(
                    served,
                    new(platform.Account.Kind.ToString(), platform.AppId.Value),
                    counts.Where(count => count.Service.StartsWith(below, StringComparison.OrdinalIgnoreCase)),
                    tokens.Of(platform.Account),
                    TicketAnswer.Of(PlatformHealth.Of(
                        platformTokens.Of(platform.Account), rules.Of(platform).Revision, rules.IsRead(platform))),
                    features.Of(platform, served));
            }
        }
    }

    private ServiceAnswer Answer(
        ServedService served,
        (string Kind, string AppId) account,
        IEnumerable<QueueCount> counts,
        IReadOnlyList<TokenState> held,
        TicketAnswer? ticket,
        IReadOnlyList<string> configured)
    {
        QueueCount[] queues = [.. counts];
        return new ServiceAnswer(
            served.Name,
            account.Kind,
            account.AppId,
            served.MessagePath,
            CountsAnswer.Of(minutes.Of(served.Name, 1) is [var last] ? last : new PushMinute(default)),
            queues.Sum(queue => queue.Waiting),
            queues.Sum(queue => queue.Leased),
            queues.Sum(queue => queue.Dead),
            [.. held.Select(TokenAnswer.Of)],
            ticket,
            configured);
    }
}
