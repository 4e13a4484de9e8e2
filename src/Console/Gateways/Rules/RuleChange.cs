using System.Text.Json;

namespace WxYarpGateway.Console.Gateways.Rules;

/// <summary>A change of a rule.</summary>
/// <param name="At">When.</param>
/// <param name="By">The API key that changed it.</param>
/// <param name="Change">What was done, such as <c>added</c>.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Revision">The revision that the change made.</param>
/// <param name="Definition">The rule afterwards; of a deleted one, what it was.</param>
public sealed record RuleChange(DateTimeOffset At, string? By, string? Change, string? Rule, long Revision, JsonElement? Definition)
{
    /// <summary>Gets the person whom the key named.</summary>
    public string? Person { get; init; }
}
