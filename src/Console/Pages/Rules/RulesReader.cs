using System.Text.Json.Nodes;
using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Rules;
using WxYarpGateway.Console.Pieces;

namespace WxYarpGateway.Console.Pages.Rules;

/// <summary>Asks for rules, tries them out and changes them.</summary>
internal sealed class RulesReader(GatewayFleet fleet, AuditedCalls calls)
{
    private const int HistorySize = 20;

    /// <summary>Returns the rules.</summary>
    public Task<GatewayAnswer<RuleList>> ListAsync(string platform, CancellationToken cancellationToken)
        => fleet.GetAsync<RuleList>(PathOf(platform), cancellationToken);

    /// <summary>Returns a rule, with its version.</summary>
    public Task<GatewayAnswer<PlatformRule>> FindAsync(string platform, string name, CancellationToken cancellationToken)
        => fleet.GetAsync<PlatformRule>(PathOf(platform, name), cancellationToken);

    /// <summary>Returns changes of rules, or of one rule.</summary>
    public Task<GatewayAnswer<RuleChanges>> HistoryAsync(
        string platform, string? name, string? after, CancellationToken cancellationToken)
        => fleet.GetAsync<RuleChanges>(HistoryOf(platform, name).With("after", after), cancellationToken);

    /// <summary>Returns what the rules do with a message. Nobody is called.</summary>
    public Task<GatewayAnswer<RuleOutcome>> TryAsync(string platform, RuleQuestion question, CancellationToken cancellationToken)
        => fleet.AskOneAsync<RuleOutcome>(TestOf(platform, question), cancellationToken);

    /// <summary>Adds a rule.</summary>
    public Task<GatewayAnswer<PlatformRule>> AddAsync(string platform, JsonObject rule)
        => calls.SendAsync<PlatformRule>(
            new GatewayCall(HttpMethod.Post, PathOf(platform)) { Body = rule }, "rule.add", $"{platform}/{rule["Name"]}");

    /// <summary>Replaces a rule, unless it has another version by now.</summary>
    public Task<GatewayAnswer<PlatformRule>> SaveAsync(string platform, string name, string? version, JsonObject rule)
        => calls.SendAsync<PlatformRule>(
            new GatewayCall(HttpMethod.Put, PathOf(platform, name)) { Body = rule, IfMatch = version }, "rule.save", $"{platform}/{name}");

    /// <summary>Switches a rule on or off.</summary>
    public Task<GatewayAnswer<PlatformRule>> SwitchAsync(string platform, PlatformRule rule, bool isOn)
        => calls.SendAsync<PlatformRule>(
            new GatewayCall(HttpMethod.Patch, PathOf(platform, rule.Name))
            {
                Body = new JsonObject { ["Enabled"] = isOn },
                IfMatch = rule.Etag,
            },
            isOn ? "rule.enable" : "rule.disable",
            $"{platform}/{rule.Name}");

    /// <summary>Deletes a rule.</summary>
    public Task<GatewayAnswer<Nothing>> DeleteAsync(string platform, PlatformRule rule)
        => calls.SendAsync<Nothing>(
            new GatewayCall(HttpMethod.Delete, PathOf(platform, rule.Name)) { IfMatch = rule.Etag },
            "rule.delete",
            $"{platform}/{rule.Name}");

    /// <summary>Sends a sample to the backend of a rule.</summary>
    public Task<GatewayAnswer<SentSample>> SendAsync(string platform, string name, RuleQuestion question)
        => calls.SendAsync<SentSample>(
            new GatewayCall(HttpMethod.Post, PathOf(platform, name, "send")) { Body = question }, "rule.send", $"{platform}/{name}");

    /// <summary>Returns the calls of the list, for people to make.</summary>
    public static IReadOnlyList<GatewayCall> Calls(string platform) =>
    [
        GatewayCall.Get(PathOf(platform)),
        GatewayCall.Get(HistoryOf(platform, null)),
        new GatewayCall(HttpMethod.Patch, PathOf(platform, "NAME")) { Body = """{"Enabled":false}""", IfMatch = "\"ETAG\"" },
        new GatewayCall(HttpMethod.Post, PathOf(platform, "NAME", "send")) { Body = "{}" },
        new GatewayCall(HttpMethod.Delete, PathOf(platform, "NAME")) { IfMatch = "\"ETAG\"" },
    ];

    /// <summary>Returns the call of a dry run.</summary>
    public static GatewayCall TestOf(string platform, RuleQuestion question)
        => new(HttpMethod.Post, PathOf(platform, "test")) { Body = question };

    /// <summary>Returns the path of the changes of rules.</summary>
    public static GatewayPath HistoryOf(string platform, string? name)
        => GatewayPath.Of("platform", platform, "rule-history").With("rule", name).With("limit", HistorySize);

    /// <summary>Returns the path of the rules, or of something of a rule.</summary>
    public static GatewayPath PathOf(string platform, params ReadOnlySpan<string> rest)
        => GatewayPath.Of(["platform", platform, "rules", .. rest]);
}
