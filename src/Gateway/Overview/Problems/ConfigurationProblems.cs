using WxYarpGateway.Transforms.Configuration;
using WxYarpGateway.Transforms.Configuration.Reports;

namespace WxYarpGateway.Gateway.Overview.Problems;

/// <summary>The errors of a configuration that was refused. They are there until a good one is in force.</summary>
internal sealed class ConfigurationProblems(WeChatConfiguration configuration, ConfigurationState state) : IProblemSource
{
    /// <inheritdoc/>
    public IEnumerable<Problem> Find() => state.LastErrors.Select(error => Of(error, ServiceOf(configuration, error.Path)));

    /// <summary>Returns what an error tells.</summary>
    public static Problem Of(ConfigurationError error, string? service) => ProblemKinds.Configuration.At(
        service,
        error.Path.Length > 0 ? error.Path : error.Source,
        error.Source,
        error.Path.Length > 0 ? $"{error.Path} {error.Problem}" : error.Problem,
        error.Fix.EndsWith('?') ? error.Fix : $"{error.Fix}.");

    /// <summary>Returns the service to which a key of the configuration belongs; <see langword="null"/> for every other key.</summary>
    public static string? ServiceOf(WeChatConfiguration configuration, string path)
    {
        var services = configuration.Section.Path.Length == 0 ? "Services:" : $"{configuration.Section.Path}:Services:";
        return path.StartsWith(services, StringComparison.OrdinalIgnoreCase) && path.Length > services.Length
            ? path[services.Length..].Split(':')[0] : null;
    }
}
