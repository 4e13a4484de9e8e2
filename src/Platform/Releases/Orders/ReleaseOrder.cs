using System.Text.Json;

namespace WxYarpGateway.Platform.Releases.Orders;

/// <summary>An order to bring one version of the code to many mini programs.</summary>
/// <param name="Target">The mini programs.</param>
/// <param name="Steps">The steps, in their order.</param>
public sealed record ReleaseOrder(ReleaseTarget Target, IReadOnlyList<ReleaseStep> Steps)
{
    /// <summary>The largest <c>ext_json</c>, in bytes.</summary>
    public const int LargestExtJson = 64 * 1024;

    /// <summary>Gets the name, for people.</summary>
    public string Name { get; init; } = "";

    /// <summary>Gets the id of the template; <see langword="null"/> when nothing is committed.</summary>
    public int? TemplateId { get; init; }

    /// <summary>Gets the version; empty when an order that commits nothing takes whatever is there.</summary>
    public string UserVersion { get; init; } = "";

    /// <summary>Gets the description.</summary>
    public string UserDesc { get; init; } = "";

    /// <summary>Gets the <c>ext_json</c> with its templates, a JSON object; <see langword="null"/> for none.</summary>
    public JsonElement? ExtJson { get; init; }

    /// <summary>Gets what is submitted with the code; <see langword="null"/> for nothing.</summary>
    public AuditOrder? Audit { get; init; }

    /// <summary>Gets a value indicating whether the audit of another version is withdrawn for this one.</summary>
    public bool ReplaceAudit { get; init; }

    /// <summary>Gets the most mini programs that are worked on at once, by all replicas together.</summary>
    public int AtOnce { get; init; } = 8;

    /// <summary>Gets after how many failures of one kind in a row the release pauses; 0 never.</summary>
    public int StopAfter { get; init; } = 20;

    /// <summary>Gets when publishing begins; <see langword="null"/> for as soon as the audit is passed.</summary>
    public DateTimeOffset? ReleaseAt { get; init; }

    /// <summary>Gets the stages of a gradual release; empty for everybody at once.</summary>
    public IReadOnlyList<GrayStage> Gray { get; init; } = [];

    /// <summary>Gets the order as JSON, without white space.</summary>
    public string Json { get; init; } = "";

    /// <summary>Returns whether a step is part of the order.</summary>
    /// <param name="step">The step.</param>
    public bool Has(ReleaseStep step) => Steps.Contains(step);
}
