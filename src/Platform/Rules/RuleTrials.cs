using WxYarpGateway.Platform.Authorizers;
using WxYarpGateway.Platform.Messages;
using WxYarpGateway.Platform.Platforms;
using WxYarpGateway.Platform.Rules.Matching;
using WxYarpGateway.TokenService.Accounts;
using WxYarpGateway.Transforms.Pipeline.Routing;
using WxYarpGateway.Transforms.RedeliveryAttempts;
using WxYarpGateway.Transforms.Services;

namespace WxYarpGateway.Platform.Rules;

/// <summary>Tries rules out: which ones take a message, and what a backend answers to one.</summary>
public sealed class RuleTrials
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    private readonly RuleBook _book;
    private readonly AuthorizerRegistry _authorizers;
    private readonly ServiceCatalog _services;
    private readonly BackendTrial _backends;

    internal RuleTrials(RuleBook book, AuthorizerRegistry authorizers, ServiceCatalog services, BackendTrial backends)
    {
        _book = book;
        _authorizers = authorizers;
        _services = services;
        _backends = backends;
    }

    /// <summary>Returns what rules look at in a message: what is asked, with the account's kind and tags.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The account's AppId.</param>
    /// <param name="infoType">The InfoType of an authorization event; empty for a message.</param>
    /// <param name="msgType">The MsgType of a message.</param>
    /// <param name="eventName">The Event of a message.</param>
    public RuleSubject SubjectOf(WeChatPlatform platform, string appId, string infoType, string msgType, string eventName)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var entry = _authorizers.BookOf(platform.AppId).Find(appId);
        return RuleRoutes.SubjectOf(new MessageFacts(
            appId,
            entry?.Authorizer.Kind ?? ServiceKind.Other,
            entry is { Authorizer.IsServed: true } ? entry.Under(platform).Tags : [],
            infoType,
            msgType,
            eventName));
    }

    /// <summary>Sends one message to a backend, marked for the backend to see, and waits up to five seconds for the answer.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="appId">The AppId of the account that the message is for.</param>
    /// <param name="rule">The rule whose backend gets it, in its form; <see langword="null"/> for the account's own backend.</param>
    /// <param name="json">The message, as a backend gets it.</param>
    /// <param name="mark"><c>Test</c> is sent as <c>X-WeChat-Test: 1</c>.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task<TrialAnswer> SendAsync(
        WeChatPlatform platform, string appId, Rule? rule, ReadOnlyMemory<byte> json, string mark, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(platform);
        var aim = rule is null ? MessageTargetOf(platform, appId) : RulesInForce.TargetOf(rule);
        return _services.TryGet(platform.ServiceNameOf(appId), out var service)
            ? _backends.SendAsync(new TrialMessage(service, aim, json, mark, Timeout), cancellationToken)
            : Task.FromResult(new TrialAnswer(0, default, IsCut: false, "the account is not known", TimeSpan.Zero));
    }

    /// <summary>Returns what rules do with a message, in the order of their effect.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="subject">The message.</param>
    /// <param name="draft">A rule as if it were in force, in the place of the one of its name; <see langword="null"/> for none.</param>
    public IReadOnlyList<(Rule Rule, RuleEffect Effect)> Explain(WeChatPlatform platform, in RuleSubject subject, Rule? draft = null)
    {
        var inForce = _book.Of(platform).Matcher;
        return draft is null ? inForce.Explain(subject) : new RuleMatcher(inForce.Rules
            .Where(rule => !rule.Name.Equals(draft.Name, StringComparison.OrdinalIgnoreCase))
            .Take(Rule.Most - 1)
            .Append(draft)).Explain(subject);
    }

    private MessageTarget? MessageTargetOf(WeChatPlatform platform, string appId)
        => _authorizers.BookOf(platform.AppId).Find(appId) is { Authorizer.IsServed: true } entry
            ? entry.Under(platform).MessageTarget
            : platform.MessageTarget;
}
