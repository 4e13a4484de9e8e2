namespace WxYarpGateway.Sbom;

/// <summary>Something that the gateway is made of: a package, or a library of its own.</summary>
/// <param name="Name">The name, which is the package's id.</param>
/// <param name="Version">The version.</param>
/// <param name="DependsOn">The names of the parts that it needs.</param>
internal sealed record Part(string Name, string Version, IReadOnlyList<string> DependsOn)
{
    /// <summary>Gets what NuGet packages say about themselves; <see langword="null"/> for a library of our own.</summary>
    public PackageFacts? Package { get; init; }

    /// <summary>Gets the package URL, by which scanners know a package; <see langword="null"/> for what no registry has.</summary>
    public string? Purl => Package is null ? null : $"pkg:nuget/{Uri.EscapeDataString(Name)}@{Uri.EscapeDataString(Version)}";

    /// <summary>Gets what other parts refer to it by.</summary>
    public string Reference => Purl ?? $"{Name}@{Version}";
}
