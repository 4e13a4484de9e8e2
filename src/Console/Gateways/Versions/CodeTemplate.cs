namespace WxYarpGateway.Console.Gateways.Versions;

/// <summary>A template of code, or the draft of one.</summary>
public sealed record CodeTemplate
{
    /// <summary>Gets the template's number.</summary>
    public long? TemplateId { get; init; }

    /// <summary>Gets the draft's number.</summary>
    public long? DraftId { get; init; }

    /// <summary>Gets the version.</summary>
    public string? UserVersion { get; init; }

    /// <summary>Gets what it is.</summary>
    public string? UserDesc { get; init; }

    /// <summary>Gets when it was made, in seconds of Unix time.</summary>
    public long? CreateTime { get; init; }

    /// <summary>Gets the mini program that developers uploaded it from.</summary>
    public string? SourceMiniprogram { get; init; }

    /// <summary>Gets its type: 0 ordinary, 1 standard.</summary>
    public int TemplateType { get; init; }
}
