using System.Diagnostics.CodeAnalysis;

namespace WxYarpGateway.Import;

/// <summary>What an import made: a configuration, or the reason why there is none.</summary>
public sealed class ImportResult
{
    private ImportResult(string? configuration, string? problem)
    {
        Configuration = configuration;
        Problem = problem;
    }

    /// <summary>Gets our configuration as JSON, with comments on what differs; <see langword="null"/> when the import failed.</summary>
    public string? Configuration { get; }

    /// <summary>Gets the reason why the import failed, a sentence without secrets; <see langword="null"/> when it worked.</summary>
    public string? Problem { get; }

    /// <summary>Gets a value indicating whether the import worked.</summary>
    [MemberNotNullWhen(true, nameof(Configuration))]
    [MemberNotNullWhen(false, nameof(Problem))]
    public bool IsImported => Configuration is not null;

    internal static ImportResult Imported(string configuration) => new(configuration, problem: null);

    internal static ImportResult Failed(string problem) => new(configuration: null, problem);
}
