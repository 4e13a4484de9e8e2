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
            yield return new Problem(
                Service: null,
                "Gateway:Database",
                $"The database has yet to take {spilled} refresh tokens; this replica keeps them.",
                "Make the database answer, and do not delete this replica's data folder before.");
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
        var path = gateway.Options.Endpoints.Platform is { } endpoint ? $"{endpoint}/{platform.Name}" : null;
        return OfTicket(platform, where)
            .Concat(ServiceProblems.OfTokens(platform.Name, where, tokens.Of(platform.Account)))
            .Concat(OfAccounts(platform, path))
            .Concat(OfRules(platform, where))
            .Concat(OfQueues(platform, where, path));
    }

    private IEnumerable<Problem> OfTicket(WeChatPlatform platform, string where)
    {
        var health = PlatformHealth.Of(platformTokens.Of(platform.Account), rules.Of(platform).Revision, rulesRead: true);
        return health.ReasonsOf(platform.Name).Select(reason => new Problem(
            platform.Name,
            where,
            reason,
            $"See in the platform's console (open.weixin.qq.com) whether 授权事件接收URL leads to {platform.Options.AuthEventPath} of this "
                + "gateway, and whether the pushes show as Forged in the minutes: then compare Token and EncodingAesKey."));
    }

    private IEnumerable<Problem> OfAccounts(WeChatPlatform platform, string? path)
    {
        var broken = authorizers.Of(platform.AppId)
            .Where(account => account.State is AuthorizerState.Broken or AuthorizerState.NeedsCode)
            .OrderBy(account => account.AppId.Value, StringComparer.Ordinal)
            .ToList();
        var fix = "Have the account's administrator authorize the platform again"
            + (path is null ? "." : $": GET {path}/authorization-url makes the link.");
        foreach (var account in broken.Take(MostAccounts))
        {
            var name = account.NickName.Length > 0 ? $"{account.AppId} ({account.NickName})" : account.AppId.ToString();
            yield return new Problem(
                platform.Name,
                platform.ServiceNameOf(account.AppId.Value),
                account.State == AuthorizerState.Broken
                    ? $"WeChat refuses the refresh token of {name}, so the platform cannot act for it."
                    : $"There is no refresh token of {name}, so the platform cannot act for it.",
                fix);
        }

        if (broken.Count > MostAccounts)
        {
            yield return new Problem(
                platform.Name,
                $"Gateway:Services:{platform.Name}",
                $"{broken.Count - MostAccounts} more accounts have to authorize the platform again.",
                path is null ? "Begin with those above." : $"See GET {path}/authorizers?status=Broken and ?status=NeedsCode.");
        }
    }

    private IEnumerable<Problem> OfRules(WeChatPlatform platform, string where)
    {
        if (!rules.IsRead(platform))
        {
            yield return new Problem(
                platform.Name,
                where,
                $"The rules of platform '{platform.Name}' that were made at run time have not been read yet.",
                "Make the database answer; those of the configuration are in force meanwhile.");
        }

        foreach (var entry in rules.Of(platform).Entries.Where(entry => entry.Problem.Length > 0))
        {
            yield return new Problem(
                platform.Name,
                where,
                $"Rule '{entry.Name}' takes nothing: {entry.Problem.TrimEnd('.')}.",
                "Correct the rule, or remove it.");
        }
    }

    private IEnumerable<Problem> OfQueues(WeChatPlatform platform, string where, string? path)
    {
        var below = platform.ServiceNameOf("");
        var dead = undelivered.LastCounts.Where(count => count.Service.StartsWith(below, StringComparison.OrdinalIgnoreCase))
            .Sum(count => count.Dead);
        if (dead > 0)
        {
            yield return new Problem(
                platform.Name,
                where,
                $"{dead} messages of the platform's accounts could not be delivered in time.",
                path is null
                    ? "Make the backend take messages."
                    : $"See with GET {path}/redelivery whose they are; each queue has a requeue of its own.");
        }
    }
}
