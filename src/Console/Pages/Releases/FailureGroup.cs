using WxYarpGateway.Console.Gateways.Releases;

namespace WxYarpGateway.Console.Pages.Releases;

/// <summary>Mini programs for which the same went wrong.</summary>
/// <param name="State">Their state.</param>
/// <param name="Errcode">WeChat's errcode; null for none.</param>
/// <param name="Sentence">What is said of the first one.</param>
/// <param name="Cure">What ends it; null when nobody knows.</param>
/// <param name="AppIds">The mini programs.</param>
public sealed record FailureGroup(string State, int? Errcode, string? Sentence, string? Cure, IReadOnlyList<string> AppIds)
{
    /// <summary>Groups them by state and errcode, and by what is said where there is no errcode; the largest group first.</summary>
    public static IReadOnlyList<FailureGroup> Of(IEnumerable<ReleaseItem> items)
        => [.. items
            .GroupBy(item => (item.State, item.Errcode, Said: item.Errcode is null ? item.Said : null))
            .Select(group => new FailureGroup(
                group.Key.State,
                group.Key.Errcode,
                group.First().Said,
                group.Select(item => item.Cure).FirstOrDefault(cure => cure is { Length: > 0 }),
                [.. group.Select(item => item.Appid)]))
            .OrderByDescending(group => group.AppIds.Count)
            .ThenBy(group => group.Errcode)];
}
