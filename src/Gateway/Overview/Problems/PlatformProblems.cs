using System.Globalization;
using WxYarpGateway.Gateway.Configuration;
using WxYarpGateway.Gateway.Health;
using WxYarpGateway.Gateway.Health.Reports;
using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules;
using WxYarpGateway.TokenService.Platforms;
using WxYarpGateway.TokenService.Platforms.Vault;
using WxYarpGateway.TokenService.Tokens;
using WxYarpGateway.Transforms.Redelivery;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>Platforms without a ticket or a token, their accounts that have to authorize again, their rules and dead letters.</summary>
internal sealed class PlatformProblems(
    PlatformCatalog platforms,
    AuthorizerRegistry authorizers,
    RuleBook rules,
    TokenStates tokens,
    PlatformTokenStates platformTokens,
    ServiceBackends backends,
    UndeliveredMessages undelivered,
    GatewaySettings gateway) : IProblemSource
{
    // Each account is one line; a platform of thousands shows the number of the rest.
    private const int MostAccounts = 50;

    /// <inheritdoc/>
    public IEnumerable<Problem> Find()
    {
        if (platformTokens.Spilled is > 0 and var spilled)
        {
            yield return ProblemKinds.TokensSpilled.At(service: null, "Gateway:Database", Text(spilled));
        }

        var known = backends.Now();
        foreach (var problem in platforms.Current.Values.SelectMany(platform => OfPlatform(platform)
            .Concat(ServiceProblems.OfBackends(platform.Name, $"Gateway:Services:{platform.Name}", known[platform.Name]))))
        {
            yield return problem;
        }
    }

    private IEnumerable<Problem> OfPlatform(WeChatPlatform platform)
    {
        var where = $"Gateway:Services:{platform.Name}";
        var path = gateway.Options.Endpoints.Platform is { } endpoint ? $"{endpoint}/{platform.Name}" : "";
        return OfTicket(platform, where)
            .Concat(ServiceProblems.OfTokens(platform.Name, where, tokens.Of(platform.Account)))
            .Concat(OfAccounts(platform, path))
            .Concat(OfRules(platform, where))
            .Concat(OfQueues(platform, where, path));
    }

    private IEnumerable<Problem> OfTicket(WeChatPlatform platform, string where)
    {
        var health = PlatformHealth.Of(platformTokens.Of(platform.Account), rules.Of(platform).Revision, rulesRead: true);
        var path = platform.Options.AuthEventPath;
        return health.ReasonsOf(platform.Name).Select(reason => health switch
        {
            { IsLate: true } => ProblemKinds.TicketLate.At(
                platform.Name, where, reason, path, platform.Name, Text((health.TicketAge ?? 0) / 60)),
            { IsExpired: true } => ProblemKinds.TicketExpired.At(platform.Name, where, reason, path, platform.Name),
            _ => ProblemKinds.TicketMissing.At(platform.Name, where, reason, path, platform.Name),
        });
    }

    private IEnumerable<Problem> OfAccounts(WeChatPlatform platform, string path)
    {
        var broken = authorizers.Of(platform.AppId)
            .Where(account => account.State is AuthorizerState.Broken or AuthorizerState.NeedsCode)
            .OrderBy(account => account.AppId.Value, StringComparer.Ordinal)
            .ToList();
        foreach (var account in broken.Take(MostAccounts))
        {
            var name = account.NickName.Length > 0 ? $"{account.AppId} ({account.NickName})" : account.AppId.ToString();
            var kind = account.State == AuthorizerState.Broken ? ProblemKinds.AccountBroken : ProblemKinds.AccountNeedsCode;
            yield return kind.At(platform.Name, platform.ServiceNameOf(account.AppId.Value), name, path);
        }

        if (broken.Count > MostAccounts)
        {
            yield return ProblemKinds.AccountsMore.At(
                platform.Name, $"Gateway:Services:{platform.Name}", Text(broken.Count - MostAccounts), path);
        }
    }

    private IEnumerable<Problem> OfRules(WeChatPlatform platform, string where)
    {
        if (!rules.IsRead(platform))
        {
            yield return ProblemKinds.RulesUnread.At(platform.Name, where, platform.Name);
        }

        foreach (var entry in rules.Of(platform).Entries.Where(entry => entry.Problem.Length > 0))
        {
            yield return ProblemKinds.RuleBroken.At(platform.Name, where, entry.Name, entry.Problem.TrimEnd('.'));
        }
    }

    private IEnumerable<Problem> OfQueues(WeChatPlatform platform, string where, string path)
    {
        var below = platform.ServiceNameOf("");
        var dead = undelivered.LastCounts.Where(count => count.Service.StartsWith(below, StringComparison.OrdinalIgnoreCase))
            .Sum(count => count.Dead);
        if (dead > 0)
        {
            yield return ProblemKinds.AccountsDead.At(platform.Name, where, Text(dead), path);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
