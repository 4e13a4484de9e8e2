using WxYarpGateway.Console.Gateways;
using WxYarpGateway.Console.Gateways.Overviews;
using WxYarpGateway.Console.Gateways.Settings;

namespace WxYarpGateway.Console.Pages.Settings;

/// <summary>The configuration of all replicas, side by side.</summary>
/// <param name="Replicas">The replicas, in the order of the configuration.</param>
/// <param name="Rows">The keys, by name.</param>
/// <param name="Errors">Why a configuration was refused, with the replicas that say so.</param>
/// <param name="Warnings">What should be looked at, with the replicas that say so.</param>
/// <param name="ApiKeys">The keys of the internal API, by name.</param>
/// <param name="Files">The files of the configuration.</param>
public sealed record SettingsModel(
    IReadOnlyList<ReplicaRevision> Replicas,
    IReadOnlyList<SettingRow> Rows,
    IReadOnlyList<(OpenProblem Problem, IReadOnlyList<string> Gateways)> Errors,
    IReadOnlyList<(OpenProblem Problem, IReadOnlyList<string> Gateways)> Warnings,
    IReadOnlyList<KnownApiKey> ApiKeys,
    IReadOnlyList<ConfigurationFile> Files)
{
    private const string OfServices = "Gateway:Services:";

    /// <summary>Gets the names of the services that any replica has.</summary>
    public IReadOnlyList<string> Services
        => [.. Rows.Where(row => row.Key.StartsWith(OfServices, StringComparison.OrdinalIgnoreCase))
            .Select(row => row.Key[OfServices.Length..].Split(':')[0])
            .Distinct(StringComparer.OrdinalIgnoreCase)];

    /// <summary>Gets a value indicating whether replicas have different configurations in force.</summary>
    public bool RevisionsDiffer => Replicas.Select(replica => replica.Configuration?.Revision).OfType<string>()
        .Distinct(StringComparer.Ordinal)
        .Count() > 1;

    /// <summary>Puts the answers of all replicas together.</summary>
    internal static SettingsModel Of(IReadOnlyList<ReplicaAnswer<ReplicaConfiguration>> answers)
    {
        var here = answers.Where(answer => answer.Answer.IsThere)
            .Select(answer => (answer.Gateway, Configuration: answer.Answer.Value!))
            .ToList();
        var usual = here.GroupBy(one => one.Configuration.Revision, StringComparer.Ordinal)
            .OrderByDescending(same => same.Count())
            .ThenByDescending(same => same.Max(one => one.Configuration.ConfiguredAt))
            .FirstOrDefault()?.Key;
        return new SettingsModel(
            [
                .. answers.Select(answer => new ReplicaRevision(
                    answer.Gateway,
                    answer.Answer.Value,
                    answer.Answer.Error,
                    answer.Answer.Value is { } one && one.Revision != usual)),
            ],
            RowsOf(here),
            Together(here, configuration => configuration.Errors),
            Together(here, configuration => configuration.Warnings),
            [
                .. here.SelectMany(one => one.Configuration.ApiKeys).GroupBy(key => key.Name, StringComparer.OrdinalIgnoreCase)
                    .Select(same => same.First() with { LastUsedAt = same.Max(key => key.LastUsedAt) })
                    .OrderBy(key => key.Name, StringComparer.OrdinalIgnoreCase),
            ],
            [.. here.SelectMany(one => one.Configuration.Files).DistinctBy(file => file.Path, StringComparer.Ordinal)]);
    }

    private static List<SettingRow> RowsOf(List<(string Gateway, ReplicaConfiguration Configuration)> here)
    {
        var settings = here.ConvertAll(one => (one.Gateway, Settings: one.Configuration.Settings
            .GroupBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase)
            .ToDictionary(same => same.Key, same => same.First(), StringComparer.OrdinalIgnoreCase)));
        return
        [
            .. settings.SelectMany(one => one.Settings.Keys)
                .Distinct(StringComparer.OrdinalIgnoreCase)
                .OrderBy(key => key, StringComparer.OrdinalIgnoreCase)
                .Select(key => Row(key, settings)),
        ];
    }

    // Replicas on several machines read the same key from files with other names, so only the value counts.
    private static SettingRow Row(string key, List<(string Gateway, Dictionary<string, Setting> Settings)> settings)
    {
        SettingVariant[] variants =
        [
            .. settings.Select(one => (one.Gateway, Setting: one.Settings.GetValueOrDefault(key)))
                .GroupBy(one => (one.Setting?.Value, one.Setting?.Secret, IsThere: one.Setting is not null))
                .Select(same => new SettingVariant(same.First().Setting, [.. same.Select(one => one.Gateway)])),
        ];
        return new SettingRow(key, variants, variants.Length > 1 && !variants.Any(variant => variant.Setting is { Own: true }));
    }

    private static List<(OpenProblem Problem, IReadOnlyList<string> Gateways)> Together(
        List<(string Gateway, ReplicaConfiguration Configuration)> here,
        Func<ReplicaConfiguration, IReadOnlyList<OpenProblem>> problems)
        =>
        [
            .. here.SelectMany(one => problems(one.Configuration).Select(problem => (problem, one.Gateway)))
                .GroupBy(one => one.problem)
                .Select(same => (same.Key, (IReadOnlyList<string>)[.. same.Select(one => one.Gateway).Distinct()])),
        ];
}
